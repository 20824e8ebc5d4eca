import { readFaultSwitch } from '@cruddur/contracts';
import {
  createEnvironmentReader,
  parseTelemetryConfig,
  type ConfigResult,
  type Environment,
  type EnvironmentReader,
  type TelemetryConfig,
} from '@cruddur/telemetry';

export interface GatewayConfig {
  readonly host: string;
  /** 0 lets the operating system choose. */
  readonly port: number;
  /** Without a trailing slash. */
  readonly activitiesUrl: string;
  /** Origins of the front ends that may read our answers. */
  readonly corsOrigins: readonly string[];
  /** By client; 0 turns the limit off. */
  readonly rateLimitPerMinute: number;
  /** From the arrival of a request to its answer. */
  readonly requestTimeoutMs: number;
  /** Whether requests may ask for faults; never in production. */
  readonly offersFaults: boolean;
  readonly telemetry: TelemetryConfig;
}

const defaultCorsOrigins = ['http://localhost:3000', 'http://127.0.0.1:3000'];

/** Reads the gateway's part of the environment; every problem is reported at once. */
export function parseGatewayConfig(environment: Environment): ConfigResult<GatewayConfig> {
  const reader = createEnvironmentReader(environment);
  const host = readHost(reader);
  const port = reader.integer('PORT', { min: 0, max: 65_535, fallback: 4567 });
  const telemetry = parseTelemetryConfig(reader, { serviceName: 'gateway' });
  return reader.result({
    host,
    port,
    activitiesUrl: readActivitiesUrl(reader, host, port),
    corsOrigins: readCorsOrigins(reader),
    rateLimitPerMinute: reader.integer('CRUDDUR_RATE_LIMIT_PER_MINUTE', {
      min: 0,
      max: 1_000_000_000,
      fallback: 600,
    }),
    requestTimeoutMs: reader.integer('CRUDDUR_REQUEST_TIMEOUT_MS', {
      min: 100,
      max: 600_000,
      fallback: 10_000,
    }),
    offersFaults: readFaultSwitch(reader, telemetry.resourceAttributes),
    telemetry,
  });
}

function readHost(reader: EnvironmentReader): string {
  const host = reader.text('HOST') ?? '127.0.0.1';
  const authority = host.includes(':') ? `[${host}]` : host;
  if (/[/?#@\\\s]/.test(host) || !URL.canParse(`http://${authority}/`))
    reader.problem('HOST', JSON.stringify(host), 'a host name or IP address, without scheme or port');
  return host;
}

function readActivitiesUrl(reader: EnvironmentReader, host: string, port: number): string {
  const text = reader.url('ACTIVITIES_URL', ['http:', 'https:']) ?? 'http://127.0.0.1:4568';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    reader.problem(
      'ACTIVITIES_URL',
      JSON.stringify(`${url.origin}${url.pathname}…`),
      'a base URL without user, query or fragment',
    );
  const isLocal = [host, 'localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (isLocal && port !== 0 && url.port === String(port))
    reader.problem(
      'ACTIVITIES_URL',
      JSON.stringify(text),
      `the address of the activities service, not the gateway's own (PORT is ${port})`,
    );
  return text;
}

function readCorsOrigins(reader: EnvironmentReader): readonly string[] {
  const text = reader.text('CRUDDUR_CORS_ORIGINS');
  if (text === undefined) return defaultCorsOrigins;
  const origins = text.split(',').map((origin) => origin.trim());
  for (const origin of origins) {
    if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
    reader.problem(
      'CRUDDUR_CORS_ORIGINS',
      JSON.stringify(origin),
      'a comma-separated list of origins (scheme, host and port only, such as https://cruddur.example)',
    );
  }
  return origins;
}
