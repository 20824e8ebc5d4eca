import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import type { Service } from '../stack/start-stack.ts';
import { startFaultyReceiver, type Fault, type FaultyReceiver } from './start-faulty-receiver.ts';
import { conformanceEntry, startOn } from './start-on.ts';

const concurrency = 200;
const timeLimitMs = 3000;
/** What the heap may hold more of after the requests than at their beginning: caches, and what is in flight. */
const maxGrowthMegabytes = 3;
/** A small heap is cleared often, and V8 then says what is left of it. */
const smallHeap = ['--trace-gc', '--max-old-space-size=24', '--max-semi-space-size=1'];
/** `WORKERD_LOAD_REQUESTS=10000` for the long run. */
const growthRequests = Number(process.env['WORKERD_LOAD_REQUESTS'] ?? 4000);

interface Delivered {
  readonly accepted: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly buffered: number;
  readonly droppedByReason: Readonly<Record<string, number>>;
}

describe('workerd under load', () => {
  let receiver: FaultyReceiver;
  /** With the limits of production. */
  let patient: Service;
  /** With limits that a test can wait for. */
  let hasty: Service;

  beforeAll(async () => {
    receiver = await startFaultyReceiver();
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, LOG_LEVEL: 'error' };
    patient = await startOn('workerd', { ...conformanceEntry, v8Flags: smallHeap }, environment);
    hasty = await startOn('workerd', conformanceEntry, {
      ...environment,
      OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
      TIME_LIMIT_MS: String(timeLimitMs),
    });
  }, 60_000);
  afterAll(async () => {
    await patient?.process.stop();
    await hasty?.process.stop();
    await receiver?.[Symbol.asyncDispose]();
  });

  /** What a load of requests changed. */
  const changed = async (
    service: Service,
    requests: number,
  ): Promise<Delivered & { readonly taken: number }> => {
    const before = await settled(service);
    const takenBefore = receiver.spanIds.size;
    await ask(`${service.url}/items/1`, requests);
    await eventually('the load is accepted', async () =>
      (await statistics(service)).accepted >= before.accepted + requests ? true : undefined,
    );
    const after = await settled(service);
    return {
      accepted: after.accepted - before.accepted,
      delivered: after.delivered - before.delivered,
      dropped: after.dropped - before.dropped,
      buffered: after.buffered,
      droppedByReason: after.droppedByReason,
      taken: receiver.spanIds.size - takenBefore,
    };
  };

  test('a collector that takes 200 ms gets every span', async () => {
    receiver.setFault(() => 'take', 200);
    const { accepted, delivered, dropped, taken } = await changed(patient, 1000);
    expect(accepted).toBe(1000);
    expect({ delivered, dropped }).toEqual({ delivered: accepted, dropped: 0 });
    expect(taken).toBe(delivered);
  });

  test('a collector that fails for a while gets every span', async () => {
    const first = receiver.requests();
    receiver.setFault((number) => (number - first <= 300 ? 'fail' : 'take'));
    const { accepted, delivered, dropped, taken } = await changed(patient, 400);
    expect({ accepted, delivered, dropped, taken }).toEqual({
      accepted: 400,
      delivered: 400,
      dropped: 0,
      taken: 400,
    });
  });

  test.each<Fault>(['refuse', 'fail', 'hang'])(
    'a collector that does nothing but %s costs all spans, and each is counted',
    async (fault) => {
      receiver.setFault((number) => (number === 0 ? 'take' : fault));
      const load = changed(hasty, 400);
      const { accepted, delivered, dropped, taken } = await load.finally(() =>
        receiver.setFault(() => 'take'),
      );
      expect({ delivered, taken }).toEqual({ delivered: 0, taken: 0 });
      expect(dropped).toBe(accepted);
    },
    40_000,
  );

  test('no request waits for its spans: less than 1 ms at the median, with a collector that hangs', async () => {
    const untraced = await startOn('workerd', conformanceEntry, { LOG_LEVEL: 'error' });
    receiver.setFault(() => 'hang');
    const withSpans: number[] = [];
    const without: number[] = [];
    for (let round = 0; round < 300; round += 1) {
      // By turns, so that whatever else the machine does is in both.
      withSpans.push(await timeOf(`${hasty.url}/items/1`));
      without.push(await timeOf(`${untraced.url}/items/1`));
    }
    receiver.setFault(() => 'take');
    await untraced.process.stop();
    const addedMs = median(withSpans.slice(50)) - median(without.slice(50));
    console.log(`workerd: a request with spans takes ${addedMs.toFixed(3)} ms longer at the median`);
    expect(addedMs).toBeLessThan(1);
  });

  test('the heap does not grow with the requests', async () => {
    receiver.setFault(() => 'take');
    const leftBefore = heapLeft(patient).length;
    await ask(`${patient.url}/items/1`, growthRequests);
    await settled(patient);
    const left = heapLeft(patient).slice(leftBefore);
    console.log(
      `workerd: ${growthRequests} requests, MB of heap left after each collection: ${left.join(' ')}`,
    );
    expect(left.length).toBeGreaterThan(2);
    expect(left.at(-1)).toBeLessThan((left[0] ?? 0) + maxGrowthMegabytes);
  }, 180_000);
});

/** Megabytes, as V8 says them after each full collection: `Mark-Compact 9.1 (12.0) -> 4.2 (11.8) MB`. */
function heapLeft({ process }: Service): readonly number[] {
  return [...process.output().matchAll(/Mark-Compact.*?-> ([\d.]+) \(/g)].map(([, megabytes]) =>
    Number(megabytes),
  );
}

async function ask(url: string, requests: number): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < requests) {
      next += 1;
      const response = await fetch(url);
      await response.text();
      if (response.status !== 200) throw new Error(`answered ${response.status}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, client));
}

async function timeOf(url: string): Promise<number> {
  const startMs = performance.now();
  await (await fetch(url)).text();
  return performance.now() - startMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function statistics(service: Service): Promise<Delivered> {
  const { sinks }: { readonly sinks: readonly (Delivered & { readonly sink: string })[] } = await (
    await fetch(`${service.url}/telemetry`)
  ).json();
  const otlp = sinks.find(({ sink }) => sink === 'otlp');
  if (otlp === undefined) throw new Error('no sink');
  return otlp;
}

function settled(service: Service): Promise<Delivered> {
  return eventually(
    'nothing is buffered',
    async () => {
      const found = await statistics(service);
      return found.buffered === 0 ? found : undefined;
    },
    30_000,
  );
}
