import {
  createSamplingRule,
  startCloudWatchLogs,
  startHoneycomb,
  startRollbar,
  startXRayDaemon,
  type RunningCloudWatchLogs,
  type RunningRollbar,
  type SamplingRule,
  type XRayDaemon,
} from '@cruddur/stand-ins';
import { callAws } from '../aws/call-aws.ts';
import { createProbe } from '../probe.ts';
import { startDeniedDaemon } from './start-denied-daemon.ts';
import { startSts, type StsDouble } from './start-sts.ts';

export const testKeys = {
  good: 'hcaik_01goodgoodgoodgoodgoodgoodgoodgood',
  autoMade: 'hcaik_01testtesttesttesttesttesttesttest',
  deaf: 'hcalk_01deafdeafdeafdeafdeafdeafdeafdeaf',
  narrow: 'hcaik_01narrownarrownarrownarrownarrow',
} as const;

export const testSecrets = {
  AWS_ACCESS_KEY_ID: 'AKIAONLYFORTESTS0001',
  AWS_SECRET_ACCESS_KEY: 'only-for-tests-and-never-shown',
  ROLLBAR_ACCESS_TOKEN: '0123456789abcdef0123456789abcdef',
} as const;

/** Every vendor, on this machine, with a set-up that nothing is wrong with. */
export interface Vendors extends AsyncDisposable {
  readonly logs: RunningCloudWatchLogs;
  readonly rollbar: RunningRollbar;
  readonly daemon: XRayDaemon;
  readonly sts: StsDouble;
  /** The TCP side of a daemon whose credentials may do nothing. */
  readonly deniedPort: number;
  /** Of a shell in which all vendors are set up well. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends all faults. */
  readonly heal: () => void;
}

const region = 'eu-central-1';

export function ruleOf(name: string, serviceName: string, ruleRegion: string = region): SamplingRule {
  const RuleARN = `arn:aws:xray:${ruleRegion}:123456789012:sampling-rule/${name}`;
  return createSamplingRule({ RuleName: name, RuleARN, ServiceName: serviceName });
}

const goodRules = [
  ruleOf('Cruddur', 'gateway'),
  ruleOf('Cruddur-activities', 'activities'),
  ruleOf('Default', '*'),
];

export async function startVendors(): Promise<Vendors> {
  const team = 'cruddur';
  const started = new AsyncDisposableStack();
  const honeycomb = started.use(
    await startHoneycomb({
      keys: {
        [testKeys.good]: { team, environment: 'production' },
        [testKeys.autoMade]: { team, environment: 'test' },
        [testKeys.deaf]: { team, environment: 'production', canSendEvents: false },
        [testKeys.narrow]: { team, environment: 'production', canCreateDatasets: false },
      },
    }),
  );
  const logs = started.use(await startCloudWatchLogs());
  const rollbar = started.use(await startRollbar({ accessToken: testSecrets.ROLLBAR_ACCESS_TOKEN }));
  const daemon = started.use(await startXRayDaemon({ rules: goodRules }));
  const sts = started.use(await startSts());
  const denied = started.use(await startDeniedDaemon());
  await callLogs(logs.url, 'CreateLogGroup', { logGroupName: 'cruddur' });
  await callLogs(logs.url, 'PutRetentionPolicy', { logGroupName: 'cruddur', retentionInDays: 30 });
  await callLogs(logs.url, 'CreateLogGroup', { logGroupName: 'for-ever' });
  return {
    logs,
    rollbar,
    daemon,
    sts,
    deniedPort: denied.port,
    environment: {
      ...testSecrets,
      ...freePorts,
      HONEYCOMB_API_KEY: testKeys.good,
      HONEYCOMB_ENDPOINT: honeycomb.url,
      AWS_REGION: region,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
      AWS_ENDPOINT_URL_STS: sts.url,
      CLOUDWATCH_LOG_GROUP: 'cruddur',
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      OTEL_TRACES_SAMPLER: 'xray',
      ROLLBAR_ENDPOINT: rollbar.itemUrl,
      ROLLBAR_ENVIRONMENT: 'staging',
    },
    heal: () => {
      logs.setFaults([]);
      rollbar.setFaults([]);
      daemon.setFaults({});
      daemon.setRules(goodRules);
      sts.refuse(undefined);
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** Whoever tests here may be running the services beside it. */
export const freePorts = { PORT: '0', CRUDDUR_OTLP_PORT: '0', CRUDDUR_XRAY_PORT: '0' } as const;

async function callLogs(url: string, operation: string, input: object): Promise<void> {
  const answer = await callAws(
    {
      service: 'logs',
      region,
      url: `${url}/`,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `Logs_20140328.${operation}`,
      },
      body: JSON.stringify(input),
    },
    {
      accessKeyId: testSecrets.AWS_ACCESS_KEY_ID,
      secretAccessKey: testSecrets.AWS_SECRET_ACCESS_KEY,
    },
    createProbe({ timeoutMs: 5000, nowMs: Date.now }),
  );
  if (answer.type !== 'answer') throw new Error(JSON.stringify(answer));
}
