import { signingOf } from '../otlp/aws-signing.ts';
import type { OtlpSettings } from '../otlp/otlp-settings.ts';
import { firstSetVariable, type EnvironmentReader } from './environment-reader.ts';
import { parseKeyValueList } from './key-value-list.ts';
import { createRedacted, type Redacted } from './redacted.ts';

const defaultHoneycombEndpoint = 'https://api.honeycomb.io';
const consoleOtlpPort = 4318;
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The OTLP sink for traces: the standard `OTEL_EXPORTER_OTLP_*` variables first (the per-signal form wins), then
 * `HONEYCOMB_API_KEY`, then the local console of `npm run dev` (`CRUDDUR_CONSOLE_HOST`). Undefined when none is set.
 * An endpoint of X-Ray itself is signed (SigV4). ADR: ../adr/0007-xray-paths.md
 */
export function readOtlpSettings(read: EnvironmentReader): OtlpSettings | undefined {
  const exporter = read.choice('OTEL_TRACES_EXPORTER', ['otlp', 'none'], 'otlp');
  const endpoint = readEndpoint(read);
  const signing = endpoint === undefined ? undefined : signingOf(endpoint);
  const protocolVariable = firstSetVariable(
    read,
    'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
  );
  const protocol = read.choice(protocolVariable, ['http/protobuf', 'http/json'], 'http/protobuf');
  if (signing !== undefined && protocol !== 'http/protobuf')
    read.problem(protocolVariable, protocol, 'http/protobuf: requests to X-Ray are signed, others cannot be');
  const compression = read.choice(
    firstSetVariable(read, 'OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'OTEL_EXPORTER_OTLP_COMPRESSION'),
    ['none', 'gzip'],
    signing === undefined ? 'none' : 'gzip',
  );
  const timeoutMs = read.integer(
    firstSetVariable(read, 'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT'),
    { min: 1, max: 600_000, fallback: 10_000 },
  );
  const headers = readHeaders(read);
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

function readEndpoint(read: EnvironmentReader): string | undefined {
  const traces = readUrl(read, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
  const base = readUrl(read, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  const honeycomb = readUrl(read, 'HONEYCOMB_ENDPOINT');
  const consoleHost = readConsoleHost(read);
  if ((traces ?? base) !== undefined && read.text('HONEYCOMB_API_KEY') !== undefined) {
    read.warn('HONEYCOMB_API_KEY is ignored: an OTEL_EXPORTER_OTLP_* endpoint is set and wins');
  }
  if (traces !== undefined) return traces;
  if (base !== undefined) return `${base}/v1/traces`;
  if (read.text('HONEYCOMB_API_KEY') !== undefined)
    return `${honeycomb ?? defaultHoneycombEndpoint}/v1/traces`;
  if (honeycomb !== undefined) read.warn('HONEYCOMB_ENDPOINT is ignored: HONEYCOMB_API_KEY is not set');
  return consoleHost === undefined ? undefined : `http://${consoleHost}:${consoleOtlpPort}/v1/traces`;
}

/** Credentials belong in a header: an endpoint is shown in health reports, and `fetch` takes none in a URL. */
function readUrl(read: EnvironmentReader, variable: string): string | undefined {
  const text = read.url(variable, ['http:', 'https:']);
  if (text === undefined) return undefined;
  const url = new URL(text);
  if (url.username === '' && url.password === '' && url.search === '' && url.hash === '') return text;
  read.problem(
    variable,
    JSON.stringify(`${url.origin}${url.pathname}…`),
    'a URL without user, query or fragment; credentials go into OTEL_EXPORTER_OTLP_HEADERS',
  );
  return undefined;
}

function readConsoleHost(read: EnvironmentReader): string | undefined {
  const host = read.text('CRUDDUR_CONSOLE_HOST');
  const isHost = /^([\w.-]+|\[[\da-f:.]+\])$/i.test(host ?? '') && URL.canParse(`http://${host}/`);
  if (host === undefined || isHost) return host;
  // What is no host may be a URL with a password in it.
  const expected = 'a host name or IP address (IPv6 in brackets), without scheme or port';
  read.problem('CRUDDUR_CONSOLE_HOST', 'something else', expected);
  return undefined;
}

function readHeaders(read: EnvironmentReader): readonly (readonly [string, Redacted])[] {
  const headers = new Map<string, string>();
  const honeycombKey = read.text('HONEYCOMB_API_KEY');
  const explicitEndpoint = read.text(
    firstSetVariable(read, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'),
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
  const variable = firstSetVariable(read, 'OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS');
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
