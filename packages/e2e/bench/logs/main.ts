import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { serveCommands } from '../worker-protocol.ts';
import { loadLogPeers } from './log-peers.ts';
import {
  runPacedLines,
  runSteadyLines,
  runUnpacedLines,
  type PacedLines,
  type UnpacedLines,
} from './run-lines.ts';
import type { LogVariantName } from './variants/log-variant-name.ts';
import { startLogVariant, type LogAccount } from './variants/log-variant.ts';

export interface LinesArgument {
  readonly variant: LogVariantName;
  readonly endpoint: string;
}

export interface LinesProtocol {
  readonly ready: Readonly<Record<string, never>>;
  readonly command:
    | { readonly type: 'paced' | 'steady'; readonly lines: number; readonly linesPerSecond: number }
    | { readonly type: 'unpaced'; readonly lines: number }
    /** Collects all garbage: what is in use then is held. */
    | { readonly type: 'collect' };
  readonly answer: LinesTurn;
}

export interface LinesTurn {
  readonly paced?: PacedLines;
  readonly unpaced?: UnpacedLines;
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly account?: LogAccount | undefined;
}

const { variant: name, endpoint }: LinesArgument = JSON.parse(process.argv[2] ?? '');
const variant = await startLogVariant(name, { endpoint, peers: loadLogPeers() });
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
let next = 0;
const log = (): void => {
  variant.log(next);
  next += 1;
};

serveCommands<LinesProtocol>({}, async (command) => {
  const measured = await variant.inTrace(async () => {
    switch (command.type) {
      case 'paced':
        return { paced: await runPacedLines(log, command) };
      case 'steady':
        await runSteadyLines(log, command);
        return {};
      case 'unpaced':
        return { unpaced: await runUnpacedLines(log, command.lines) };
      case 'collect':
        collectGarbage();
        return {};
    }
  });
  const { rss, heapUsed } = process.memoryUsage();
  return { ...measured, residentBytes: rss, heapBytes: heapUsed, account: variant.account() };
});

// Not drained: half of the endpoints would take it nowhere.
process.once('SIGTERM', () => process.exit(0));
