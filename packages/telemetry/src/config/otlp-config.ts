import { signingOf } from '../otlp/aws-signing.ts';
import type { OtlpSettings } from '../otlp/otlp-settings.ts';
import { readConsoleHost } from './console-host.ts';
import { readEndpointUrl } from './endpoint-url.ts';
import { firstSetVariable, type EnvironmentReader } from './environment-reader.ts';
import { parseKeyValueList } from './key-value-list.ts';
import { createRedacted, type Redacted } from './redacted.ts';

const defaultHoneycombEndpoint = 'https://api.honeycomb.io';
const consoleOtlpPort = 4318;
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

type Signal = 'TRACES' | 'LOGS';

/**
 * The OTLP sink for traces: the standard `OTEL_EXPORTER_OTLP_*` variables first (the per-signal form wins), then
 * `HONEYCOMB_API_KEY`, then the local console of `npm run dev` (`CRUDDUR_CONSOLE_HOST`). Undefined when none is set.
 * An endpoint of X-Ray itself is signed (SigV4). ADR: ../adr/0007-xray-paths.md
 */
export function readOtlpSettings(read: EnvironmentReader): OtlpSettings | undefined {
  const exporter = read.choice('OTEL_TRACES_EXPORTER', ['otlp', 'none'], 'otlp');
  const endpoint = readEndpoint(read, 'TRACES');
  const signing = endpoint === undefined ? undefined : signingOf(endpoint);
  const protocolVariable = firstSetVariable(
    read,
    'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
  );
  const protocol = read.choice(protocolVariable, ['http/protobuf', 'http/json'], 'http/protobuf');
  if (signing !== undefined && protocol !== 'http/protobuf')
    read.problem(protocolVariable, protocol, 'http/protobuf: requests to X-Ray are signed, others cannot be');
  const compression = readCompression(read, 'TRACES', signing === undefined ? 'none' : 'gzip');
  const timeoutMs = readTimeoutMs(read, 'TRACES');
  const headers = readHeaders(read, 'TRACES');
  if (exporter === 'none') {
    if (endpoint !== undefined)
      read.warn('OTEL_TRACES_EXPORTER is none: the endpoint that is also set gets no traces');
    return undefined;
  }
  if (endpoint === undefined) {
    if (headers.length > 0)
      read.warn('OTEL_EXPORTER_OTLP_HEADERS is ignored: neither an endpoint nor HONEYCOMB_API_KEY is set');
    return undefined;
  }
  return { endpoint, protocol, compression, timeoutMs, headers, signing };
}

/**
 * The OTLP sink for log lines, which has to be asked for: by `OTEL_LOGS_EXPORTER=otlp` or an endpoint of its own.
 * Endpoint and headers are those of the traces otherwise. ADR: ../adr/0010-otlp-logs.md
 */
export function readOtlpLogsSettings(read: EnvironmentReader): OtlpSettings | undefined {
  const own = read.text('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT');
  const exporter = read.choice(
    'OTEL_LOGS_EXPORTER',
    ['otlp', 'none', 'console'],
    own === undefined ? 'none' : 'otlp',
  );
  const ownProtocol = read.choice(
    'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL',
    ['http/protobuf', 'http/json'],
    'http/protobuf',
  );
  if (ownProtocol === 'http/json')
    read.problem(
      'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL',
      ownProtocol,
      'http/protobuf: log lines are sent so only',
    );
  const compression = readCompression(read, 'LOGS', 'none');
  const timeoutMs = readTimeoutMs(read, 'LOGS');
  const headers = readHeaders(read, 'LOGS');
  if (exporter !== 'otlp') {
    if (own !== undefined)
      read.warn(`OTEL_LOGS_EXPORTER is ${exporter}: the endpoint that is also set gets no log lines`);
    return undefined;
  }
  const endpoint = readEndpoint(read, 'LOGS');
  if (endpoint === undefined)
    read.warn('OTEL_LOGS_EXPORTER is otlp, but no endpoint is set: log lines are not sent');
  else if (awsLogs.test(endpoint))
    read.problem(
      'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
      JSON.stringify(endpoint),
      'an endpoint that takes requests without a signature; for CloudWatch Logs set CLOUDWATCH_LOG_GROUP',
    );
  if (endpoint === undefined) return undefined;
  return { endpoint, protocol: 'http/protobuf', compression, timeoutMs, headers };
}

const awsLogs = /^https:\/\/logs\.[a-z\d-]+\.amazonaws\.com/;

function readCompression(
  read: EnvironmentReader,
  signal: Signal,
  fallback: OtlpSettings['compression'],
): OtlpSettings['compression'] {
  return read.choice(
    firstSetVariable(read, `OTEL_EXPORTER_OTLP_${signal}_COMPRESSION`, 'OTEL_EXPORTER_OTLP_COMPRESSION'),
    ['none', 'gzip'],
    fallback,
  );
}

function readTimeoutMs(read: EnvironmentReader, signal: Signal): number {
  return read.integer(
    firstSetVariable(read, `OTEL_EXPORTER_OTLP_${signal}_TIMEOUT`, 'OTEL_EXPORTER_OTLP_TIMEOUT'),
    { min: 1, max: 600_000, fallback: 10_000 },
  );
}

const signalPaths: Readonly<Record<Signal, string>> = { TRACES: '/v1/traces', LOGS: '/v1/logs' };

function readEndpoint(read: EnvironmentReader, signal: Signal): string | undefined {
  const path = signalPaths[signal];
  const own = readEndpointUrl(read, `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, credentialsHint);
  const base = readEndpointUrl(read, 'OTEL_EXPORTER_OTLP_ENDPOINT', credentialsHint);
  const honeycomb = readEndpointUrl(read, 'HONEYCOMB_ENDPOINT', credentialsHint);
  const consoleHost = readConsoleHost(read);
  if ((own ?? base) !== undefined && read.text('HONEYCOMB_API_KEY') !== undefined) {
    read.warn('HONEYCOMB_API_KEY is ignored: an OTEL_EXPORTER_OTLP_* endpoint is set and wins');
  }
  if (own !== undefined) return own;
  if (base !== undefined) return `${base}${path}`;
  if (read.text('HONEYCOMB_API_KEY') !== undefined) return `${honeycomb ?? defaultHoneycombEndpoint}${path}`;
  if (honeycomb !== undefined) read.warn('HONEYCOMB_ENDPOINT is ignored: HONEYCOMB_API_KEY is not set');
  return consoleHost === undefined ? undefined : `http://${consoleHost}:${consoleOtlpPort}${path}`;
}

const credentialsHint = 'credentials go into OTEL_EXPORTER_OTLP_HEADERS';

function readHeaders(read: EnvironmentReader, signal: Signal): readonly (readonly [string, Redacted])[] {
  const headers = new Map<string, string>();
  const honeycombKey = read.text('HONEYCOMB_API_KEY');
  const explicitEndpoint = read.text(
    firstSetVariable(read, `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, 'OTEL_EXPORTER_OTLP_ENDPOINT'),
  );
  if (honeycombKey !== undefined && explicitEndpoint === undefined) {
    if (headerValue.test(honeycombKey)) headers.set('x-honeycomb-team', honeycombKey);
    else
      read.problem(
        'HONEYCOMB_API_KEY',
        'characters that no header can carry',
        'the key as Honeycomb shows it',
      );
  }
  const variable = firstSetVariable(
    read,
    `OTEL_EXPORTER_OTLP_${signal}_HEADERS`,
    'OTEL_EXPORTER_OTLP_HEADERS',
  );
  const pairs = parseKeyValueList(read.text(variable) ?? '');
  if (
    pairs === undefined ||
    pairs.some(([name, value]) => !headerName.test(name) || !headerValue.test(value))
  ) {
    // The values are keys and tokens: the message shows none of them.
    read.problem(variable, 'a malformed list', 'header=value pairs separated by commas, percent-encoded');
    return [];
  }
  for (const [name, value] of pairs) headers.set(name.toLowerCase(), value);
  return [...headers].map(([name, value]) => [name, createRedacted(value)] as const);
}
