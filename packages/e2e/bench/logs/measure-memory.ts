import { startWorkerProcess, type WorkerProcess } from '../worker-process.ts';
import type { LinesProtocol, LinesTurn } from './main.ts';
import type { LogAccount } from './variants/log-variant.ts';

export interface MemoryOptions {
  /** That refuses connections. */
  readonly endpoint: string;
  readonly minutes: number;
  /** The words before the command. */
  readonly launcher: readonly string[];
}

/** What a process holds that logs where nobody listens, from when its buffer was full and the JIT was done. */
export interface MemoryMeasurement {
  readonly lines: number;
  readonly seconds: number;
  readonly firstResidentBytes: number;
  readonly lastResidentBytes: number;
  readonly maxResidentBytes: number;
  readonly maxHeapBytes: number;
  readonly maxBufferedBytes: number;
  /** Whether every account had `accepted = delivered + dropped + buffered`. */
  readonly isConserved: boolean;
  readonly last: LogAccount;
}

const linesPerSecond = 10_000;
/** Fills the default buffer of 16 MiB twice over. */
const warmUpSeconds = 12;
const secondsPerSample = 2;
/** A growth is read from several at the beginning and at the end: one alone may be before or after a collection. */
const maxSamplesAtEachEnd = 5;

/** 10,000 lines a second to a dead endpoint for so long, and what it did to the memory. */
export async function measureMemory({
  endpoint,
  minutes,
  launcher,
}: MemoryOptions): Promise<MemoryMeasurement> {
  const process: WorkerProcess<LinesProtocol> = await startWorkerProcess(
    new URL('main.ts', import.meta.url),
    { variant: 'cruddur', endpoint },
    launcher,
  );
  const logFor = (seconds: number): Promise<LinesTurn> =>
    process.ask({ type: 'steady', lines: seconds * linesPerSecond, linesPerSecond });
  const started = performance.now();
  await logFor(warmUpSeconds);
  const samples: Sample[] = [];
  const end = started + minutes * 60_000;
  while (performance.now() < end || samples.length < 2)
    samples.push(toSample(await logFor(secondsPerSample)));
  await process.stop();
  return summarize(samples, (performance.now() - started) / 1000);
}

interface Sample {
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly account: LogAccount;
}

function toSample({ residentBytes, heapBytes, account }: LinesTurn): Sample {
  if (account === undefined) throw new Error('the sink gave no account');
  return { residentBytes, heapBytes, account };
}

function summarize(samples: readonly Sample[], seconds: number): MemoryMeasurement {
  const last = samples.at(-1)?.account;
  if (last === undefined) throw new Error('nothing was measured');
  const most = (of: (sample: Sample) => number): number => Math.max(...samples.map(of));
  const residentOf = (some: readonly Sample[]): number =>
    Math.max(...some.map(({ residentBytes }) => residentBytes));
  const atEachEnd = Math.min(maxSamplesAtEachEnd, Math.floor(samples.length / 2));
  return {
    lines: last.accepted,
    seconds,
    firstResidentBytes: residentOf(samples.slice(0, atEachEnd)),
    lastResidentBytes: residentOf(samples.slice(-atEachEnd)),
    maxResidentBytes: residentOf(samples),
    maxHeapBytes: most(({ heapBytes }) => heapBytes),
    maxBufferedBytes: most(({ account }) => account.bufferedBytes),
    isConserved: samples.every(
      ({ account: { accepted, delivered, dropped, buffered } }) =>
        accepted === delivered + dropped + buffered,
    ),
    last,
  };
}
