import { createRedacted, type Redacted } from './redacted.ts';
import { describeUnknownVariables } from './unknown-variables.ts';

/** The environment as handed in by `main.ts` or by a worker's bindings. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing wrong with the configuration: which variable, what it looked like, what was expected. */
export interface ConfigProblem {
  readonly variable: string;
  /** The value itself, or its shape where the value is a secret. */
  readonly found: string;
  readonly expected: string;
}

export type ConfigResult<T> =
  | { readonly ok: true; readonly config: T; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Reads typed values out of an environment and collects every problem instead of stopping at the first.
 * An empty or blank variable counts as unset. Readers return the default after a problem, so that reading goes on.
 * It remembers what was asked for: `result` warns of variables that nobody reads and that look misspelt.
 */
export interface EnvironmentReader {
  readonly text: (variable: string) => string | undefined;
  readonly secret: (variable: string) => Redacted | undefined;
  readonly integer: (
    variable: string,
    options: { readonly min: number; readonly max: number; readonly fallback: number },
  ) => number;
  readonly number: (
    variable: string,
    options: { readonly min: number; readonly max: number; readonly fallback: number },
  ) => number;
  readonly boolean: (variable: string, fallback: boolean) => boolean;
  readonly choice: <const T extends string>(variable: string, choices: readonly T[], fallback: T) => T;
  /** An absolute URL with one of `protocols` (`'http:'`), without a trailing slash. */
  readonly url: (variable: string, protocols: readonly string[]) => string | undefined;
  readonly problem: (variable: string, found: string, expected: string) => void;
  readonly warn: (message: string) => void;
  readonly result: <T extends object>(config: T) => ConfigResult<Readonly<T>>;
}

export function createEnvironmentReader(environment: Environment): EnvironmentReader {
  const problems: ConfigProblem[] = [];
  const warnings: string[] = [];
  const asked = new Set<string>();

  const text = (variable: string): string | undefined => {
    asked.add(variable);
    const value = environment[variable]?.trim();
    return value === '' ? undefined : value;
  };
  const problem = (variable: string, found: string, expected: string): void => {
    // What several settings depend on is read several times.
    const isKnown = problems.some(
      (other) => other.variable === variable && other.found === found && other.expected === expected,
    );
    if (!isKnown) problems.push({ variable, found, expected });
  };
  const readNumber = (
    variable: string,
    { min, max, fallback }: { min: number; max: number; fallback: number },
    kind: 'a whole number' | 'a number',
  ): number => {
    const value = text(variable);
    if (value === undefined) return fallback;
    const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
    const valid = kind === 'a number' ? Number.isFinite(number) : Number.isSafeInteger(number);
    if (valid && number >= min && number <= max) return number;
    problem(variable, quote(value), `${kind} from ${min} to ${max}`);
    return fallback;
  };

  return {
    text,
    problem,
    warn: (message) => {
      if (!warnings.includes(message)) warnings.push(message);
    },
    secret: (variable) => {
      const value = text(variable);
      return value === undefined ? undefined : createRedacted(value);
    },
    integer: (variable, options) => readNumber(variable, options, 'a whole number'),
    number: (variable, options) => readNumber(variable, options, 'a number'),
    boolean: (variable, fallback) => {
      const value = text(variable)?.toLowerCase();
      if (value === undefined) return fallback;
      if (value === 'true' || value === '1') return true;
      if (value === 'false' || value === '0') return false;
      problem(variable, quote(value), 'true or false');
      return fallback;
    },
    choice: (variable, choices, fallback) => {
      const value = text(variable);
      if (value === undefined) return fallback;
      const found = choices.find((choice) => choice === value.toLowerCase());
      if (found !== undefined) return found;
      problem(variable, quote(value), `one of ${choices.join(', ')}`);
      return fallback;
    },
    url: (variable, protocols) => {
      const value = text(variable);
      if (value === undefined) return undefined;
      const url = URL.canParse(value) ? new URL(value) : undefined;
      const isComplete = url !== undefined && value.toLowerCase().startsWith(`${url.protocol}//`);
      if (isComplete && protocols.includes(url.protocol) && url.host !== '') return value.replace(/\/+$/, '');
      problem(
        variable,
        quoteUrl(value),
        `an absolute URL starting with ${protocols.map((p) => `${p}//`).join(' or ')}`,
      );
      return undefined;
    },
    result: (config) => {
      if (problems.length > 0) return { ok: false, problems };
      const set = Object.keys(environment).filter((variable) => environment[variable]?.trim());
      // Whoever has warned of a variable already knew more about it.
      const silent = set.filter(
        (variable) => !warnings.some((warning) => warning.startsWith(`${variable} `)),
      );
      const unknown = describeUnknownVariables(silent, asked);
      return { ok: true, config: Object.freeze(config), warnings: [...warnings, ...unknown] };
    },
  };
}

/** `first` where it is set, else `last`: the per-signal form of a variable goes before the general one. */
export function firstSetVariable(read: EnvironmentReader, first: string, last: string): string {
  // Both are asked for, also when one is enough: neither is unknown.
  const [value] = [read.text(first), read.text(last)];
  return value === undefined ? last : first;
}

/** The whole list of problems as one message for a person at a terminal. */
export function formatConfigProblems(serviceName: string, problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map(
    ({ variable, found, expected }) => `  ${variable}: found ${found}, expected ${expected}`,
  );
  return `${serviceName}: ${count} in the configuration (environment variables)\n${lines.join('\n')}\n`;
}

const maxQuotedLength = 60;

function quote(value: string): string {
  return JSON.stringify(value.length > maxQuotedLength ? `${value.slice(0, maxQuotedLength)}…` : value);
}

/** URLs carry passwords and tokens: show them without user information and query. */
function quoteUrl(value: string): string {
  const [address = ''] = value.split(/[?#]/, 1);
  const userEnd = address.lastIndexOf('@');
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(address)?.[0] ?? '';
  const shown = userEnd < 0 ? address : `${scheme}[redacted]@${address.slice(userEnd + 1)}`;
  return quote(address.length < value.length ? `${shown}?…` : shown);
}
