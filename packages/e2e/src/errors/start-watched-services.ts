import {
  startCloudWatchLogs,
  startRollbar,
  type RunningCloudWatchLogs,
  type RunningRollbar,
} from '@cruddur/stand-ins';
import { startXRayServices, type XRayServices } from '../xray/start-xray-services.ts';

/** A line as CloudWatch Logs has it. */
export type LogEvent = Readonly<Record<string, unknown>>;

export interface WatchedServices extends XRayServices {
  readonly rollbar: RunningRollbar;
  readonly cloudwatch: RunningCloudWatchLogs;
  /** All events that CloudWatch Logs has so far, in no particular order. */
  readonly events: () => readonly LogEvent[];
  /** The lines of JSON that a service wrote to its standard output so far. */
  readonly lines: (service: 'gateway' | 'activities') => readonly LogEvent[];
}

const group = 'cruddur';

/** Both services as processes, with a stand-in for everything that they tell of themselves to. */
export async function startWatchedServices(
  environment: Readonly<Record<string, string>> = {},
): Promise<WatchedServices> {
  await using starting = new AsyncDisposableStack();
  const cloudwatch = starting.use(await startCloudWatchLogs());
  const rollbar = starting.use(await startRollbar());
  const services = starting.use(
    await startXRayServices({
      environment: {
        LOG_FORMAT: 'json',
        AWS_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: cloudwatch.url,
        CLOUDWATCH_LOG_GROUP: group,
        CRUDDUR_CLOUDWATCH_MAX_DELAY: '50',
        ROLLBAR_ENDPOINT: rollbar.itemUrl,
        ROLLBAR_ENVIRONMENT: 'test',
        HONEYCOMB_TEAM: 'cruddur',
        HONEYCOMB_ENVIRONMENT: 'test',
        ...environment,
      },
    }),
  );
  const running = starting.move();
  return {
    ...services,
    rollbar,
    cloudwatch,
    events: () =>
      (cloudwatch.groups.get(group) ?? [])
        .flatMap((stream) => cloudwatch.readStream(group, stream))
        .map(({ message }): LogEvent => JSON.parse(message)),
    lines: (service) =>
      services[service].process
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line): LogEvent => JSON.parse(line)),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
