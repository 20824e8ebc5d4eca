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
  /** After a full collection, at the beginning and at the end: what grows here will never stop. */
  readonly firstHeldBytes: number;
  readonly lastHeldBytes: number;
  /** The most of each tenth of the time, with what V8 has not collected yet; it moves with how busy the machine is. */
  readonly residentBytes: readonly number[];
  readonly maxBufferedBytes: number;
  /** Whether every account had `accepted = delivered + dropped + buffered`. */
  readonly isConserved: boolean;
  readonly last: LogAccount;
}

const linesPerSecond = 10_000;
/** Fills the default buffer of 16 MiB twice over. */
const warmUpSeconds = 12;
const secondsPerSample = 2;
const parts = 10;

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
  const first = await process.ask({ type: 'collect' });
  const samples: Sample[] = [];
  const end = started + minutes * 60_000;
  while (performance.now() < end || samples.length < 2)
    samples.push(toSample(await logFor(secondsPerSample)));
  const last = await process.ask({ type: 'collect' });
  await process.stop();
  return {
    firstHeldBytes: first.heapBytes,
    lastHeldBytes: last.heapBytes,
    seconds: (performance.now() - started) / 1000,
    ...summarize(samples),
  };
}

interface Sample {
  readonly residentBytes: number;
  readonly account: LogAccount;
}

function toSample({ residentBytes, account }: LinesTurn): Sample {
  if (account === undefined) throw new Error('the sink gave no account');
  return { residentBytes, account };
}

function summarize(
  samples: readonly Sample[],
): Pick<MemoryMeasurement, 'lines' | 'residentBytes' | 'maxBufferedBytes' | 'isConserved' | 'last'> {
  const last = samples.at(-1)?.account;
  if (last === undefined) throw new Error('nothing was measured');
  const size = Math.ceil(samples.length / parts);
  const inParts = Array.from({ length: Math.ceil(samples.length / size) }, (_, part) =>
    samples.slice(part * size, (part + 1) * size),
  );
  return {
    lines: last.accepted,
    residentBytes: inParts.map((part) => Math.max(...part.map(({ residentBytes }) => residentBytes))),
    maxBufferedBytes: Math.max(...samples.map(({ account }) => account.bufferedBytes)),
    isConserved: samples.every(
      ({ account: { accepted, delivered, dropped, buffered } }) =>
        accepted === delivered + dropped + buffered,
    ),
    last,
  };
}
