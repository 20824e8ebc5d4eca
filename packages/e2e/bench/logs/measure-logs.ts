import type { Pinning } from '../pinning.ts';
import { toSpread, type Spread } from '../statistics.ts';
import { startWorkerProcess, type WorkerProcess } from '../worker-process.ts';
import { endpointStates, type EndpointProtocol, type EndpointState } from './endpoint-state.ts';
import { installLogPeers } from './log-peers.ts';
import type { LinesArgument, LinesProtocol } from './main.ts';
import { measureMemory, type MemoryMeasurement } from './measure-memory.ts';
import type { PacedLines, UnpacedLines } from './run-lines.ts';
import { logVariantNames, sendsToCloudWatch, type LogVariantName } from './variants/log-variant-name.ts';

export interface LogsPlan {
  readonly rounds: number;
  readonly linesPerTurn: number;
  readonly warmUpLines: number;
  /** How long lines go to a dead endpoint while memory is watched. */
  readonly memoryMinutes: number;
}

/** One variant with one endpoint, over the rounds. */
export interface LogFigures {
  readonly variant: LogVariantName;
  /** Undefined for those that send nothing. */
  readonly endpoint: EndpointState | undefined;
  readonly timedLines: number;
  readonly p50Ns: Spread;
  readonly p99Ns: Spread;
  readonly p999Ns: Spread;
  readonly linesPerSecond: Spread;
  readonly cpuMicrosPerLine: Spread;
  /** Of the process, when all is done. */
  readonly residentBytes: number;
}

export interface LogsMeasurement {
  readonly figures: readonly LogFigures[];
  readonly memory: MemoryMeasurement;
  /** Why the peers are missing. */
  readonly withoutPeers: string | undefined;
}

/** A fast service's; no logger here is at its limit. */
const linesPerSecond = 20_000;

/** Each variant with each endpoint in a process of its own, turn by turn; then the memory. */
export async function measureLogs(plan: LogsPlan, pinning: Pinning): Promise<LogsMeasurement> {
  const withoutPeers = await installLogPeers();
  const endpoint: WorkerProcess<EndpointProtocol> = await startWorkerProcess(
    new URL('endpoint.ts', import.meta.url),
    {},
    pinning.others,
  );
  const subjects = toSubjects(withoutPeers === undefined);
  const turns = subjects.map((): Turn[] => []);
  const resident = subjects.map(() => 0);
  // One process at a time is alive: those of many would share the caches of one CPU, and the memory of a peer that
  // keeps all it cannot send is not small. The rounds interleave the variants all the same.
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const [index, { variant, state }] of subjects.entries()) {
      const argument: LinesArgument = { variant, endpoint: endpoint.ready[state ?? 'dead'] };
      const process: WorkerProcess<LinesProtocol> = await startWorkerProcess(
        new URL('main.ts', import.meta.url),
        argument,
        pinning.services,
      );
      await process.ask({ type: 'paced', lines: plan.warmUpLines, linesPerSecond });
      const { paced } = await process.ask({ type: 'paced', lines: plan.linesPerTurn, linesPerSecond });
      const { unpaced, residentBytes } = await process.ask({ type: 'unpaced', lines: plan.linesPerTurn });
      if (paced !== undefined && unpaced !== undefined) turns[index]?.push({ ...paced, ...unpaced });
      resident[index] = Math.max(resident[index] ?? 0, residentBytes);
      await process.stop();
    }
  }
  const memory = await measureMemory({
    endpoint: endpoint.ready.dead,
    minutes: plan.memoryMinutes,
    launcher: pinning.services,
  });
  await endpoint.stop();
  return {
    withoutPeers,
    memory,
    figures: subjects.map(({ variant, state }, index) => {
      const own = turns[index] ?? [];
      const spread = (of: (turn: Turn) => number): Spread => toSpread(own.map(of));
      return {
        variant,
        endpoint: state,
        timedLines: own.length * plan.linesPerTurn,
        p50Ns: spread((turn) => turn.p50Ns),
        p99Ns: spread((turn) => turn.p99Ns),
        p999Ns: spread((turn) => turn.p999Ns),
        linesPerSecond: spread((turn) => turn.linesPerSecond),
        cpuMicrosPerLine: spread((turn) => turn.cpuMicrosPerLine),
        residentBytes: resident[index] ?? Number.NaN,
      };
    }),
  };
}

type Turn = PacedLines & UnpacedLines;

interface Subject {
  readonly variant: LogVariantName;
  readonly state: EndpointState | undefined;
}

function toSubjects(withPeers: boolean): readonly Subject[] {
  return [undefined, ...endpointStates].flatMap((state) =>
    logVariantNames
      .filter((variant) => withPeers || variant.startsWith('cruddur'))
      .filter((variant) => sendsToCloudWatch[variant] === (state !== undefined))
      .map((variant) => ({ variant, state })),
  );
}
