import type { LogPeers } from '../log-peers.ts';
import { startCruddur, startCruddurOnStandardOutput } from './cruddur.ts';
import type { LogVariantName } from './log-variant-name.ts';
import { startLogTape } from './logtape.ts';
import { startPino } from './pino.ts';
import { startWinston } from './winston.ts';

export interface LogVariantOptions {
  /** Where CloudWatch Logs is, or is not. */
  readonly endpoint: string;
  readonly peers: LogPeers;
}

/** What a sink says of itself; peers say nothing. */
export interface LogAccount {
  readonly accepted: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly buffered: number;
  readonly bufferedBytes: number;
}

export interface LogVariant {
  /** Logs one line; `line` is its number. */
  readonly log: (line: number) => void;
  /** Runs `fn` where lines have a trace. */
  readonly inTrace: <T>(fn: () => Promise<T>) => Promise<T>;
  readonly account: () => LogAccount | undefined;
}

const starts: Readonly<Record<LogVariantName, (options: LogVariantOptions) => Promise<LogVariant>>> = {
  cruddur: startCruddur,
  'cruddur-stdout': startCruddurOnStandardOutput,
  'pino-stdout': startPino,
  'logtape-cloudwatch': startLogTape,
  'winston-cloudwatch': startWinston,
};

export function startLogVariant(name: LogVariantName, options: LogVariantOptions): Promise<LogVariant> {
  return starts[name](options);
}
