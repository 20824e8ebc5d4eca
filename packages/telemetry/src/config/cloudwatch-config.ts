import { retentionDays } from '../cloudwatch/limits.ts';
import type { CloudWatchSettings } from '../cloudwatch/cloudwatch-settings.ts';
import { defaultShipperSettings } from '../cloudwatch/shipper-settings.ts';
import { defaultStreamTemplate, expectedOfTemplate } from '../cloudwatch/stream-name.ts';
import { consolePort, readConsoleHost } from './console-host.ts';
import { isLoopback, readEndpointUrl } from './endpoint-url.ts';
import { firstSetVariable, type EnvironmentReader } from './environment-reader.ts';

const mebibyte = 1024 * 1024;
/** As in aws/json/log-group.json. */
const consoleGroup = 'cruddur';

/**
 * The CloudWatch sink; `givenGroup` is what `readLogGroup` read. Region, credentials and endpoint are named as in the AWS
 * SDK. Without a group, the lines go to the local console of `npm run dev` (`CRUDDUR_CONSOLE_HOST`); undefined when that is
 * not set either.
 */
export function readCloudWatchSettings(
  read: EnvironmentReader,
  givenGroup: string | undefined,
): CloudWatchSettings | undefined {
  const givenEndpoint = readEndpointUrl(
    read,
    firstSetVariable(read, 'AWS_ENDPOINT_URL_CLOUDWATCH_LOGS', 'AWS_ENDPOINT_URL'),
  );
  const consoleHost =
    givenGroup === undefined && read.text('CLOUDWATCH_LOG_GROUP') === undefined
      ? readConsoleHost(read)
      : undefined;
  const group = givenGroup ?? (consoleHost === undefined ? undefined : consoleGroup);
  const isConsole = consoleHost !== undefined && givenEndpoint === undefined;
  const endpoint = isConsole ? `http://${consoleHost}:${consolePort}/cloudwatch` : givenEndpoint;
  const region = read.text(firstSetVariable(read, 'AWS_REGION', 'AWS_DEFAULT_REGION'));
  const settings = {
    streamTemplate: readStreamTemplate(read),
    retentionDays: readRetentionDays(read),
    region,
    endpoint,
    // The console gets no signature with somebody's real key.
    useLocalCredentials:
      isConsole || (endpoint !== undefined && isLoopback(endpoint) && !hasCredentials(read)),
    maxBufferBytes: read.integer('CRUDDUR_CLOUDWATCH_MAX_BUFFER_BYTES', {
      min: 4 * mebibyte,
      max: 1024 * mebibyte,
      fallback: defaultShipperSettings.maxBufferBytes,
    }),
    overflow: read.choice(
      'CRUDDUR_CLOUDWATCH_OVERFLOW',
      ['drop-oldest', 'drop-newest'],
      defaultShipperSettings.overflow,
    ),
    maxDelayMs: read.integer('CRUDDUR_CLOUDWATCH_MAX_DELAY', {
      min: 10,
      max: 60_000,
      fallback: defaultShipperSettings.maxDelayMs,
    }),
    spoolFolder: read.text('CRUDDUR_CLOUDWATCH_SPOOL'),
    metrics: read.boolean('CRUDDUR_CLOUDWATCH_METRICS', false),
  };
  return group === undefined ? undefined : { group, ...settings };
}

function readStreamTemplate(read: EnvironmentReader): string {
  const template = read.text('CLOUDWATCH_LOG_STREAM') ?? defaultStreamTemplate;
  const expected = expectedOfTemplate(template);
  if (expected !== undefined)
    read.problem('CLOUDWATCH_LOG_STREAM', JSON.stringify(template.slice(0, 60)), expected);
  return template;
}

/** Only some numbers of days exist: whoever asks for another one is told the nearest. */
function readRetentionDays(read: EnvironmentReader): number | undefined {
  const variable = 'CLOUDWATCH_LOG_RETENTION_DAYS';
  if (read.text(variable) === undefined) return undefined;
  const max = 3653;
  const days = read.integer(variable, { min: 1, max, fallback: max });
  if (retentionDays.includes(days)) return days;
  const nearest = retentionDays.toSorted((a, b) => Math.abs(a - days) - Math.abs(b - days)).at(0);
  read.problem(variable, String(days), `a number of days that CloudWatch offers; the nearest is ${nearest}`);
  return undefined;
}

/** Whether somebody told the AWS SDK where to find credentials. */
function hasCredentials(read: EnvironmentReader): boolean {
  return [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ].some((variable) => read.text(variable) !== undefined);
}
