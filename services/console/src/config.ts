import {
  createEnvironmentReader,
  type ConfigResult,
  type Environment,
  type EnvironmentReader,
} from '@cruddur/telemetry';
import { isLoopback, toUrlHost } from './http/loopback.ts';

export interface ConsoleConfig {
  readonly host: string;
  /** Of the page and its API; 0 lets the operating system choose. */
  readonly port: number;
  /** Of the OTLP/HTTP receiver; 0 lets the operating system choose. */
  readonly otlpPort: number;
  /** Of the X-Ray receiver, UDP and TCP; 0 lets the operating system choose. */
  readonly xrayPort: number;
  readonly maxSpans: number;
  /** Estimated memory of the spans kept. */
  readonly maxBytes: number;
}

const mebibyte = 1_048_576;

/** Reads the console's part of the environment; every problem is reported at once. */
export function parseConsoleConfig(environment: Environment): ConfigResult<ConsoleConfig> {
  const reader = createEnvironmentReader(environment);
  const host = readHost(reader);
  const port = reader.integer('PORT', { min: 0, max: 65_535, fallback: 4569 });
  const otlpPort = reader.integer('CRUDDUR_OTLP_PORT', { min: 0, max: 65_535, fallback: 4318 });
  if (port === otlpPort && port !== 0)
    reader.problem('CRUDDUR_OTLP_PORT', String(otlpPort), 'another port than PORT');
  const xrayPort = reader.integer('CRUDDUR_XRAY_PORT', { min: 0, max: 65_535, fallback: 2000 });
  if ((port === xrayPort || otlpPort === xrayPort) && xrayPort !== 0)
    reader.problem('CRUDDUR_XRAY_PORT', String(xrayPort), 'another port than PORT and CRUDDUR_OTLP_PORT');
  return reader.result({
    host,
    port,
    otlpPort,
    xrayPort,
    maxSpans: reader.integer('CRUDDUR_CONSOLE_MAX_SPANS', { min: 100, max: 10_000_000, fallback: 100_000 }),
    maxBytes: reader.integer('CRUDDUR_CONSOLE_MAX_BYTES', {
      min: mebibyte,
      max: 16_384 * mebibyte,
      fallback: 256 * mebibyte,
    }),
  });
}

function readHost(reader: EnvironmentReader): string {
  const host = reader.text('HOST') ?? '127.0.0.1';
  const authority = toUrlHost(host);
  if (/[/?#@\\\s]/.test(host) || !URL.canParse(`http://${authority}/`))
    reader.problem('HOST', JSON.stringify(host), 'a host name or IP address, without scheme or port');
  else if (!isLoopback(new URL(`http://${authority}/`).hostname))
    reader.warn(`HOST=${host}: whoever can reach this machine's ports can read the traces`);
  return host;
}
