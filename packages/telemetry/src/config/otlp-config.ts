import type { OtlpSettings } from '../otlp/otlp-settings.ts';
import type { EnvironmentReader } from './environment-reader.ts';
import { parseKeyValueList } from './key-value-list.ts';
import { createRedacted, type Redacted } from './redacted.ts';

const defaultHoneycombEndpoint = 'https://api.honeycomb.io';
const consoleOtlpPort = 4318;
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The OTLP sink for traces: the standard `OTEL_EXPORTER_OTLP_*` variables first (the per-signal form wins), then
 * `HONEYCOMB_API_KEY`, then the local console of `npm run dev` (`CRUDDUR_CONSOLE_HOST`). Undefined when none is set.
 */
export function readOtlpSettings(read: EnvironmentReader): OtlpSettings | undefined {
  const exporter = read.choice('OTEL_TRACES_EXPORTER', ['otlp', 'none'], 'otlp');
  const endpoint = readEndpoint(read);
  const protocol = read.choice(
    setVariable(read, 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'),
    ['http/protobuf', 'http/json'],
    'http/protobuf',
  );
  const compression = read.choice(
    setVariable(read, 'OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'OTEL_EXPORTER_OTLP_COMPRESSION'),
    ['none', 'gzip'],
    'none',
  );
  const timeoutMs = read.integer(
    setVariable(read, 'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT'),
    { min: 1, max: 600_000, fallback: 10_000 },
  );
  const headers = readHeaders(read);
  if (endpoint === undefined || exporter === 'none') return undefined;
  return { endpoint, protocol, compression, timeoutMs, headers };
}

function readEndpoint(read: EnvironmentReader): string | undefined {
  const protocols = ['http:', 'https:'];
  const traces = read.url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', protocols);
  const base = read.url('OTEL_EXPORTER_OTLP_ENDPOINT', protocols);
  const honeycomb = read.url('HONEYCOMB_ENDPOINT', protocols);
  if ((traces ?? base) !== undefined && read.text('HONEYCOMB_API_KEY') !== undefined) {
    read.warn('HONEYCOMB_API_KEY is ignored: an OTEL_EXPORTER_OTLP_* endpoint is set and wins');
  }
  if (traces !== undefined) return traces;
  if (base !== undefined) return `${base}/v1/traces`;
  if (read.text('HONEYCOMB_API_KEY') !== undefined)
    return `${honeycomb ?? defaultHoneycombEndpoint}/v1/traces`;
  if (honeycomb !== undefined) read.warn('HONEYCOMB_ENDPOINT is ignored: HONEYCOMB_API_KEY is not set');
  const consoleHost = read.text('CRUDDUR_CONSOLE_HOST');
  return consoleHost === undefined ? undefined : `http://${consoleHost}:${consoleOtlpPort}/v1/traces`;
}

function readHeaders(read: EnvironmentReader): readonly (readonly [string, Redacted])[] {
  const headers = new Map<string, string>();
  const honeycombKey = read.text('HONEYCOMB_API_KEY');
  const explicitEndpoint = read.text(
    setVariable(read, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'),
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
  const variable = setVariable(read, 'OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS');
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

/** The per-signal variable where it is set, else the general one. */
function setVariable(read: EnvironmentReader, perSignal: string, general: string): string {
  return read.text(perSignal) === undefined ? general : perSignal;
}
