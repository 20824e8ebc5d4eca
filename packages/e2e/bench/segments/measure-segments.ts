import type { Bar } from '../bars.ts';
import type { Pinning } from '../pinning.ts';
import { toSpread, type Spread } from '../statistics.ts';
import { startWorkerProcess, type WorkerProcess } from '../worker-process.ts';
import type { SegmentsArgument, SegmentsProtocol } from './main.ts';
import type { ReceiverProtocol } from './receiver.ts';

export interface SegmentsPlan {
  readonly rounds: number;
  readonly spansPerTurn: number;
}

export interface SegmentsMeasurement {
  /** CPU to convert one span to its X-Ray document and send it, over the rounds. */
  readonly cpuMicrosPerSpan: Spread;
  readonly spans: number;
  readonly dropped: number;
  /** What came through; UDP loses what the receiver is too slow for, without a word to the sender. */
  readonly datagramsReceived: number;
}

const warmUpTurns = 3;
const maxCpuMicrosPerSpan = 6;

/** The same spans ended in two processes, one with the X-Ray sink and one without, turn by turn. */
export async function measureSegments(plan: SegmentsPlan, pinning: Pinning): Promise<SegmentsMeasurement> {
  const receiver: WorkerProcess<ReceiverProtocol> = await startWorkerProcess(
    new URL('receiver.ts', import.meta.url),
    {},
    pinning.others,
  );
  const start = (argument: SegmentsArgument): Promise<WorkerProcess<SegmentsProtocol>> =>
    startWorkerProcess(new URL('main.ts', import.meta.url), argument, pinning.services);
  const bare = await start({});
  const sending = await start({ daemonAddress: `127.0.0.1:${receiver.ready.port}` });

  const { spansPerTurn } = plan;
  const perSpan: number[] = [];
  let last = { delivered: 0, dropped: 0 };
  for (let turn = -warmUpTurns; turn < plan.rounds; turn += 1) {
    const without = await bare.ask({ spans: spansPerTurn });
    const withSink = await sending.ask({ spans: spansPerTurn });
    if (turn >= 0) perSpan.push((withSink.cpuMicros - without.cpuMicros) / spansPerTurn);
    last = withSink;
  }
  const { datagrams } = await receiver.ask({ type: 'count' });
  for (const process of [bare, sending, receiver]) await process.stop();
  return {
    cpuMicrosPerSpan: toSpread(perSpan),
    spans: (warmUpTurns + plan.rounds) * spansPerTurn,
    dropped: last.dropped,
    datagramsReceived: datagrams,
  };
}

export function judgeSegments({ cpuMicrosPerSpan, dropped }: SegmentsMeasurement): readonly Bar[] {
  return [
    bar('CPU us to convert and send one span', cpuMicrosPerSpan.median, maxCpuMicrosPerSpan),
    bar('spans dropped', dropped, 0),
  ];
}

function bar(promise: string, measured: number, atMost: number): Bar {
  return { promise: `segments: ${promise}`, measured, atMost, passed: measured <= atMost };
}

export function formatSegments({
  cpuMicrosPerSpan: { median, lowerQuartile, upperQuartile },
  spans,
  datagramsReceived,
}: SegmentsMeasurement): string {
  const quartiles = `${lowerQuartile.toFixed(2)}-${upperQuartile.toFixed(2)}`;
  return `segments (X-Ray documents by UDP)\nCPU us/span  ${median.toFixed(2)} (${quartiles})  of ${spans} sent, ${datagramsReceived} received`;
}
