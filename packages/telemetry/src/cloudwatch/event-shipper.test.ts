import { context as activeContext } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isTracingSuppressed } from '../trace/context-keys.ts';
import { createEventShipper, type EventShipper } from './event-shipper.ts';
import type { EventShipperOptions } from './shipper-settings.ts';
import { createPlainClient, event, refusal, shipperOptions, taken } from './fixtures/shipper-options.ts';
import type { CallResult, LogsClient, PutAnswer, PutLogEvents } from './logs-client.ts';

type Put = (put: PutLogEvents, signal: AbortSignal) => Promise<CallResult<PutAnswer>>;

interface Recorder {
  readonly shipper: EventShipper;
  /** The `n` of the events of each put, and when it came. */
  readonly puts: { readonly events: readonly number[]; readonly atMs: number }[];
}

function numbersOf({ events }: PutLogEvents): readonly number[] {
  return events.map(({ message }) => {
    const parsed: { readonly n: number } = JSON.parse(message);
    return parsed.n;
  });
}

/** A shipper whose service answers each put as told, and takes all when not told. */
function start(
  answer: (
    putNumber: number,
    put: PutLogEvents,
    signal: AbortSignal,
  ) => ReturnType<Put> | CallResult<PutAnswer> = () => taken,
  options: Partial<EventShipperOptions> = {},
  calls: Partial<LogsClient> = {},
): Recorder {
  const puts: Recorder['puts'] = [];
  const startedMs = performance.now();
  const client = createPlainClient(async (put, signal) => {
    puts.push({ events: numbersOf(put), atMs: performance.now() - startedMs });
    return await answer(puts.length, put, signal);
  });
  const shipper = createEventShipper({
    ...shipperOptions({ ...client, ...calls }),
    random: () => 0.5,
    ...options,
  });
  return { shipper, puts };
}

const hangUp = (): Promise<never> => new Promise(() => undefined);
const log = (shipper: EventShipper, count: number, overrides: Parameters<typeof event>[0] = {}): void => {
  for (let index = 0; index < count; index += 1) shipper.accept(event(overrides));
};
const sent = ({ puts }: Recorder): number[] => puts.map(({ events }) => events.length);

/** The pauses between five attempts, of which the last one is taken. */
async function waits(failure: CallResult<PutAnswer>, chance: number): Promise<readonly number[]> {
  const recorder = start((number) => (number < 5 ? failure : taken), { random: () => chance });
  log(recorder.shipper, 1);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(recorder.shipper.statistics()).toMatchObject({ delivered: 1, retried: 4 });
  const times = recorder.puts.map(({ atMs }) => Math.round(atMs));
  return times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('G6: a batch is sent', () => {
  test('two seconds after its first event', async () => {
    const recorder = start();
    log(recorder.shipper, 3);
    await vi.advanceTimersByTimeAsync(1999);
    expect(sent(recorder)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent(recorder)).toEqual([3]);
  });

  test('when it has its bytes', async () => {
    const recorder = start();
    log(recorder.shipper, 11, { bytes: 100_000 });
    await vi.advanceTimersByTimeAsync(0);
    expect(sent(recorder)).toEqual([10, 1]);
  });

  test('when it has its events', async () => {
    const recorder = start();
    log(recorder.shipper, 10_001, { bytes: 30 });
    await vi.advanceTimersByTimeAsync(0);
    expect(sent(recorder)).toEqual([10_000, 1]);
  });

  test('at once with an error, together with what came before', async () => {
    const recorder = start();
    log(recorder.shipper, 2);
    log(recorder.shipper, 1, { severityNumber: 17 });
    // Not within the call of whoever logs.
    expect(sent(recorder)).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent(recorder)).toEqual([3]);
  });

  test('when it is asked for', async () => {
    const recorder = start();
    log(recorder.shipper, 2);
    await recorder.shipper.flush(1000);
    expect(sent(recorder)).toEqual([2]);
  });
});

describe('G7: retries', () => {
  test('pause with full jitter, longer for throttling, and as long as Retry-After says', async () => {
    expect(await waits(refusal('InternalFailure', 500), 0)).toEqual([1, 1, 1, 1]);
    expect(await waits(refusal('InternalFailure', 500), 0.5)).toEqual([100, 200, 400, 800]);
    expect(await waits(refusal('ThrottlingException'), 0.5)).toEqual([500, 1000, 2000, 4000]);
    expect(
      await waits(
        {
          ok: false,
          failure: { code: 'ThrottlingException', statusCode: 400, message: '', retryAfterMs: 7000 },
        },
        0.5,
      ),
    ).toEqual([7000, 7000, 7000, 7000]);
  });

  test('end after the most attempts', async () => {
    const recorder = start(() => refusal('InternalFailure', 500), { maxAttempts: 3 });
    log(recorder.shipper, 2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent(recorder)).toEqual([2, 2, 2]);
    expect(recorder.shipper.statistics()).toMatchObject({
      buffered: 0,
      droppedByReason: { retries_exhausted: 2 },
    });
  });

  test('end when the events are too old', async () => {
    const recorder = start(() => refusal('InternalFailure', 500), { maxAgeMs: 300_000 });
    log(recorder.shipper, 2);
    await vi.advanceTimersByTimeAsync(299_000);
    expect(recorder.shipper.statistics()).toMatchObject({ buffered: 2 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(recorder.shipper.statistics()).toMatchObject({ droppedByReason: { retries_exhausted: 2 } });
  });

  test('of one batch hold up no other, beyond the concurrency', async () => {
    const recorder = start((number) => (number === 1 ? hangUp() : taken), { concurrency: 2 });
    log(recorder.shipper, 1);
    await vi.advanceTimersByTimeAsync(2000);
    log(recorder.shipper, 1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(recorder.shipper.statistics()).toMatchObject({ delivered: 1, buffered: 1 });
    const alone = start((number) => (number === 1 ? hangUp() : taken));
    log(alone.shipper, 1);
    await vi.advanceTimersByTimeAsync(2000);
    log(alone.shipper, 1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent(alone)).toEqual([1]);
  });

  test('become one probe at a time when the breaker has opened', async () => {
    let healthy = false;
    const recorder = start(() => (healthy ? taken : refusal('InternalFailure', 500)), {
      concurrency: 3,
      random: () => 0,
      limits: { maxBatchBytes: 1_048_576, maxBatchEvents: 1, maxBatchSpanMs: 86_400_000 },
    });
    log(recorder.shipper, 3);
    await vi.advanceTimersByTimeAsync(1);
    const beforeOpen = recorder.puts.length;
    expect(recorder.shipper.statistics().breaker).toBe('open');
    await vi.advanceTimersByTimeAsync(9000);
    expect(recorder.puts).toHaveLength(beforeOpen);
    // Without any jitter to hold them back, there is still one probe each time.
    await vi.advanceTimersByTimeAsync(1100);
    expect(recorder.puts).toHaveLength(beforeOpen + 1);
    healthy = true;
    await vi.advanceTimersByTimeAsync(10_100);
    expect(recorder.shipper.statistics()).toMatchObject({ delivered: 3, breaker: 'closed' });
  });

  test('are over for the breaker too when the probe is told that its events are there already', async () => {
    const recorder = start((number) =>
      number > 10 ? taken : refusal(number === 10 ? 'DataAlreadyAcceptedException' : 'InternalFailure', 400),
    );
    log(recorder.shipper, 1);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(recorder.shipper.statistics()).toMatchObject({ delivered: 1, breaker: 'closed' });
    log(recorder.shipper, 1);
    await vi.advanceTimersByTimeAsync(3000);
    expect(recorder.shipper.statistics()).toMatchObject({ delivered: 2 });
  });
});

describe('G9: an event that the service never takes', () => {
  test.for([0, 1, 500, 511, 512, 1000, 1023])('number %i of 1024 is the only one lost', async (guilty) => {
    const diagnoses: unknown[] = [];
    const drops: string[] = [];
    let poison = -1;
    const recorder = start(
      (_, put) => (numbersOf(put).includes(poison) ? refusal('InvalidParameterException') : taken),
      { diagnose: (...told) => diagnoses.push(told), onDrop: (_, __, detail) => drops.push(detail) },
    );
    for (let index = 0; index < 1024; index += 1) {
      const made = event();
      if (index === guilty) poison = Number(JSON.parse(made.message).n);
      recorder.shipper.accept(made);
    }
    await recorder.shipper.flush(10_000);
    expect(recorder.shipper.statistics()).toMatchObject({
      delivered: 1023,
      buffered: 0,
      droppedByReason: { invalid: 1 },
    });
    expect(recorder.puts.length - 1).toBeLessThanOrEqual(Math.log2(1024) + 1);
    expect(drops).toEqual([expect.stringMatching(/"bytes":126,"sha256":"[0-9a-f]{64}"/)]);
    expect(diagnoses).toHaveLength(1);
    const before = recorder.puts.flatMap(({ events }) => (events.includes(poison) ? [] : events));
    expect(before).toEqual(before.toSorted((a, b) => a - b));
  });

  test('when the service takes nothing at all, the batch is given up instead of taken apart', async () => {
    const recorder = start(() => refusal('InvalidParameterException'));
    log(recorder.shipper, 1024);
    await recorder.shipper.flush(10_000);
    expect(recorder.shipper.statistics()).toMatchObject({ droppedByReason: { invalid: 1024 } });
    expect(recorder.puts.length).toBeLessThan(120);
  });
});

describe('G13: group and stream', () => {
  const missing = refusal('ResourceNotFoundException');

  test('without the permission to create them, there is one diagnostic a minute and no hot loop', async () => {
    const told: string[] = [];
    const createLogStream = vi.fn<LogsClient['createLogStream']>(() =>
      Promise.resolve(refusal('AccessDeniedException')),
    );
    const recorder = start(() => missing, { diagnose: (trouble) => told.push(trouble) }, { createLogStream });
    log(recorder.shipper, 1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(recorder.puts.length).toBeLessThan(25);
    expect(createLogStream.mock.calls.length).toBeLessThan(50);
    expect(new Set(told)).toEqual(new Set(['denied']));
    expect(recorder.shipper.statistics().buffered).toBe(1);
  });

  test('who may not create may write to what is there, without asking each time', async () => {
    const createLogStream = vi.fn<LogsClient['createLogStream']>(() =>
      Promise.resolve(refusal('AccessDeniedException')),
    );
    const recorder = start(() => taken, {}, { createLogStream });
    for (let batch = 0; batch < 5; batch += 1) {
      log(recorder.shipper, 1);
      await vi.advanceTimersByTimeAsync(2000);
    }
    expect(recorder.shipper.statistics().delivered).toBe(5);
    expect(createLogStream).toHaveBeenCalledTimes(1);
  });
});

describe('G14: close', () => {
  test('waits for what is under way and for what waits', async () => {
    const recorder = start(
      () =>
        new Promise((resolve) => {
          setTimeout(() => resolve(taken), 300);
        }),
    );
    log(recorder.shipper, 1);
    await vi.advanceTimersByTimeAsync(2100);
    log(recorder.shipper, 2);
    const closing = Promise.all([
      recorder.shipper.flush(5000),
      recorder.shipper.close(5000),
      recorder.shipper.close(5000),
    ]);
    await vi.advanceTimersByTimeAsync(100);
    // Logged while it closes.
    log(recorder.shipper, 1);
    await vi.advanceTimersByTimeAsync(2000);
    const [, first, second] = await closing;
    expect(first).toEqual({ delivered: 4, dropped: 0, pending: 0 });
    expect(second).toBe(first);
    expect(recorder.shipper.statistics()).toMatchObject({ accepted: 4, delivered: 4 });
  });

  test('ends at its deadline on a socket that hangs, with everything counted', async () => {
    const recorder = start(hangUp);
    log(recorder.shipper, 3);
    await vi.advanceTimersByTimeAsync(2000);
    log(recorder.shipper, 2);
    let result: unknown;
    void recorder.shipper.close(500).then((value) => (result = value));
    await vi.advanceTimersByTimeAsync(550);
    expect(result).toEqual({ delivered: 0, dropped: 5, pending: 0 });
    log(recorder.shipper, 1);
    expect(recorder.shipper.statistics()).toMatchObject({ accepted: 6, droppedByReason: { shutdown: 6 } });
  });

  test('does not wait for a long pause to pass', async () => {
    const recorder = start((number) => (number < 6 ? refusal('AccessDeniedException') : taken));
    log(recorder.shipper, 1);
    await vi.advanceTimersByTimeAsync(3000);
    void recorder.shipper.close(3000);
    await vi.advanceTimersByTimeAsync(2000);
    expect(recorder.shipper.statistics()).toMatchObject({ delivered: 1, dropped: 0 });
  });
});

test('G18: sending is neither traced nor within the context of the request that logged', async () => {
  activeContext.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  try {
    const suppressed: boolean[] = [];
    const recorder = start(() => {
      suppressed.push(isTracingSuppressed(activeContext.active()));
      return taken;
    });
    log(recorder.shipper, 1);
    await recorder.shipper.flush(1000);
    expect(suppressed).toEqual([true]);
  } finally {
    activeContext.disable();
  }
});

test('G21: credentials that have expired are read again, and the same batch is sent once more at once', async () => {
  const refreshCredentials = vi.fn<LogsClient['refreshCredentials']>(() => Promise.resolve());
  const recorder = start(
    (number) => (number === 1 ? refusal('ExpiredTokenException') : taken),
    {},
    { refreshCredentials },
  );
  log(recorder.shipper, 3);
  await vi.advanceTimersByTimeAsync(2000);
  expect(refreshCredentials).toHaveBeenCalledTimes(1);
  expect(recorder.puts).toHaveLength(2);
  expect(recorder.puts[1]?.events).toEqual(recorder.puts[0]?.events);
  expect(recorder.shipper.statistics()).toMatchObject({ delivered: 3, dropped: 0 });
});

test('G21: credentials that stay expired are asked for rarely', async () => {
  const recorder = start(() => refusal('ExpiredTokenException'));
  log(recorder.shipper, 1);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(recorder.puts.length).toBeLessThan(25);
});

test('G20: a clock that turns out to be wrong while events wait gives them other times', async () => {
  const times: number[] = [];
  const skewMs = 3 * 86_400_000;
  const recorder = start((number, { events }) => {
    times.push(...events.map(({ timestampMs }) => timestampMs - Date.now()));
    return number === 1
      ? { ...refusal('InvalidSignatureException'), serverTimeMs: Date.now() + skewMs }
      : taken;
  });
  log(recorder.shipper, 1);
  await vi.advanceTimersByTimeAsync(3000);
  expect(times).toEqual([-2000, skewMs - 2050]);
  expect(recorder.shipper.statistics()).toMatchObject({ delivered: 1, clockSkewMs: skewMs });
});

test('servers whose clocks disagree do not make it hurry', async () => {
  const skewMs = 3 * 86_400_000;
  const recorder = start((number) =>
    number < 12
      ? { ...refusal('InvalidSignatureException'), serverTimeMs: Date.now() + (number % 2) * skewMs }
      : taken,
  );
  log(recorder.shipper, 1);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(recorder.puts.length).toBeLessThan(10);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(recorder.shipper.statistics()).toMatchObject({ delivered: 1, dropped: 0 });
});

test.for<readonly [string, CallResult<PutAnswer>, number, number]>([
  ['throttle for 30 s', refusal('ThrottlingException'), 30_000, 12],
  ['5xx for 2 min', refusal('SyntaxError', 503), 120_000, 25],
])(
  'fault: %s: nothing is lost, and few calls are made meanwhile',
  async ([, failure, outageMs, maxCalls]) => {
    const startedMs = performance.now();
    const recorder = start(() => (performance.now() - startedMs < outageMs ? failure : taken));
    for (let second = 0; second < outageMs / 1000; second += 1) {
      log(recorder.shipper, 10);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(recorder.puts.length).toBeLessThan(maxCalls);
    await vi.advanceTimersByTimeAsync(60_000);
    const accepted = outageMs / 100;
    expect(recorder.shipper.statistics()).toMatchObject({ accepted, delivered: accepted, dropped: 0 });
    const numbers = recorder.puts.slice(-1).flatMap(({ events }) => events);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  },
);
