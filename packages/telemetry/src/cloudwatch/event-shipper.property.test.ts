import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countRejected } from './count-rejected.ts';
import { createEventShipper, type EventShipper } from './event-shipper.ts';
import { createPlainClient, event, ok, refusal, shipperOptions, taken } from './fixtures/shipper-options.ts';
import type { CallResult, LogsClient, PutAnswer, RejectedLogEvents } from './logs-client.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How the service answers a call. */
type Answer =
  | 'take'
  | 'hang'
  | 'throw'
  | 'skewed'
  | 'poison'
  | readonly [string, number | undefined]
  | RejectedLogEvents;

const answers = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Answer>('take') },
  fc.constantFrom<Answer>('hang', 'throw', 'skewed', 'poison'),
  fc.constantFrom<Answer>(
    ['ThrottlingException', 400],
    ['InternalFailure', 500],
    ['SyntaxError', 503],
    ['ECONNREFUSED', undefined],
    ['ExpiredTokenException', 400],
    ['AccessDeniedException', 400],
    ['ResourceNotFoundException', 400],
    ['OperationAbortedException', 400],
    ['LimitExceededException', 400],
    ['InvalidParameterException', 400],
  ),
  fc.record<RejectedLogEvents>(
    {
      tooOldLogEventEndIndex: fc.nat(5),
      expiredLogEventEndIndex: fc.nat(5),
      tooNewLogEventStartIndex: fc.nat(5),
    },
    { requiredKeys: [] },
  ),
);

const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('log' as const),
        events: fc.array(
          fc.record({
            severityNumber: fc.integer({ min: 1, max: 24 }),
            bytes: fc.integer({ min: 30, max: 900 }),
            ageMs: fc.constantFrom(0, 0, 1, 20 * 86_400_000, -86_400_000),
          }),
          { maxLength: 12 },
        ),
      }),
    },
    fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 1, 300, 2000, 30_000, 4_000_000),
    }),
    fc.record({ kind: fc.constant('flush' as const), ms: fc.constantFrom(0, 500, 60_000) }),
  ),
  { maxLength: 25 },
);

interface Service {
  readonly client: LogsClient;
  /** Events that were taken and not rejected. */
  readonly kept: () => number;
}

/** A service that answers in this way, call by call, again and again. */
function createService(schedule: readonly Answer[]): Service {
  let calls = 0;
  let kept = 0;
  const next = (): Answer => schedule[calls++ % schedule.length] ?? 'take';
  const plain = async (): Promise<CallResult<undefined>> => {
    const answer = next();
    if (answer === 'hang') return await new Promise(() => undefined);
    if (answer === 'throw') throw new Error('boom');
    return Array.isArray(answer) ? refusal(String(answer[0]), Number(answer[1])) : ok;
  };
  const client: LogsClient = {
    ...createPlainClient(async ({ events }): Promise<CallResult<PutAnswer>> => {
      const answer = next();
      if (answer === 'hang') return await new Promise(() => undefined);
      if (answer === 'throw') throw new Error('boom');
      if (answer === 'skewed')
        return { ...refusal('InvalidSignatureException'), serverTimeMs: Date.now() + calls * 100_000 };
      if (answer === 'poison' && events.some(({ message }) => message.length % 3 === 0))
        return refusal('InvalidParameterException');
      if (Array.isArray(answer))
        return refusal(String(answer[0]), answer[1] === undefined ? undefined : Number(answer[1]));
      // safe: what is neither a word nor a pair are the indices
      const rejected = typeof answer === 'string' ? undefined : (answer as RejectedLogEvents);
      kept += events.length;
      if (rejected === undefined) return taken;
      for (const count of Object.values(countRejected(events.length, rejected))) kept -= count;
      return { ok: true, value: { rejected, rejectedEntity: undefined } };
    }),
    createLogGroup: plain,
    createLogStream: plain,
    putRetentionPolicy: plain,
  };
  return { client, kept: () => kept };
}

const maxBufferBytes = 6000;

function expectConservation(shipper: EventShipper, logged: number): void {
  const { accepted, delivered, dropped, buffered, droppedByReason, bufferedBytes } = shipper.statistics();
  expect(accepted).toBe(logged);
  expect(delivered + dropped + buffered).toBe(accepted);
  expect(Object.values(droppedByReason).reduce((sum, count) => sum + count, 0)).toBe(dropped);
  expect(bufferedBytes).toBeLessThanOrEqual(maxBufferBytes);
  expect(Math.min(delivered, dropped, buffered, bufferedBytes)).toBeGreaterThanOrEqual(0);
}

test('G2 G4: accepted = delivered + dropped + buffered, within the bytes, at any instant of any schedule of faults', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.array(answers, { minLength: 1, maxLength: 8 }),
      fc.record({
        concurrency: fc.integer({ min: 1, max: 3 }),
        overflow: fc.constantFrom('drop-oldest' as const, 'drop-newest' as const),
        closeMs: fc.constantFrom(0, 100, 20_000),
      }),
      async (schedule, behaviour, { closeMs, ...options }) => {
        let logged = 0;
        const service = createService(behaviour);
        const shipper = createEventShipper({
          ...shipperOptions(service.client),
          ...options,
          maxBufferBytes,
          maxAttempts: 20,
          limits: { maxBatchBytes: 3000, maxBatchEvents: 8, maxBatchSpanMs: 86_400_000 },
          random: () => 0.5,
          // Also while it is at it.
          onDrop: () => expectConservation(shipper, logged),
        });
        for (const step of schedule) {
          if (step.kind === 'log')
            for (const { ageMs, ...made } of step.events) {
              logged += 1;
              shipper.accept(event({ ...made, timestampMs: Date.now() - ageMs }));
              expectConservation(shipper, logged);
            }
          else if (step.kind === 'flush') void shipper.flush(step.ms);
          else await vi.advanceTimersByTimeAsync(step.ms);
          expectConservation(shipper, logged);
        }
        const closing = shipper.close(closeMs);
        await vi.advanceTimersByTimeAsync(closeMs + 50);
        const result = await closing;
        logged += 1;
        shipper.accept(event());
        expectConservation(shipper, logged);
        expect(result.pending).toBe(0);
        const { delivered, buffered } = shipper.statistics();
        expect(buffered).toBe(0);
        expect(delivered).toBe(service.kept());
      },
    ),
    { numRuns: 300 },
  );
});
