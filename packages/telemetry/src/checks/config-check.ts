import type { ConfigProblem, ConfigResult } from '../config/environment-reader.ts';

/** Where a service listens. */
export interface ListeningPort {
  /** The variable that chooses it. */
  readonly variable: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

/** What a check from outside needs to know of a service's configuration; never a secret. */
export interface ConfigFacts {
  /** `service.name`; undefined of one that does not trace itself. */
  readonly serviceName?: string;
  readonly host: string;
  readonly ports: readonly ListeningPort[];
  /** The service that this one calls. */
  readonly upstreamUrl?: string;
  /** Of the front ends that may send trace headers. */
  readonly corsOrigins?: readonly string[];
}

/** What a service makes of its environment, without starting anything. */
export type ConfigCheck =
  | { readonly ok: true; readonly facts: ConfigFacts; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** One line of JSON, for `npm run doctor`. */
export function toConfigCheckLine<T>(result: ConfigResult<T>, toFacts: (config: T) => ConfigFacts): string {
  const check: ConfigCheck = result.ok
    ? { ok: true, facts: toFacts(result.config), warnings: result.warnings }
    : result;
  return `${JSON.stringify(check)}\n`;
}

/** Reads what `toConfigCheckLine` wrote; undefined for anything else. */
export function parseConfigCheck(line: string): ConfigCheck | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isCheck = typeof value === 'object' && value !== null && 'ok' in value;
    // safe: the writer is our own code of the same version, and says so by `ok`
    return isCheck ? (value as ConfigCheck) : undefined;
  } catch {
    return undefined;
  }
}
