import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPlainClient, event, refusal, shipperOptions, taken } from './fixtures/shipper-options.ts';
import type { CallResult, PutAnswer } from './logs-client.ts';
import { createRequestShipper } from './request-shipper.ts';

const answers = fc.constantFrom('take', 'take', 'hang', 'throw', 'throttle', 'missing', 'invalid');

async function toResult(answer: string): Promise<CallResult<PutAnswer>> {
  await Promise.resolve();
  switch (answer) {
    case 'hang':
      return await new Promise(() => undefined);
    case 'throw':
      throw new Error('boom');
    case 'throttle':
      return refusal('ThrottlingException');
    case 'missing':
      return refusal('ResourceNotFoundException');
    case 'invalid':
      return refusal('InvalidParameterException');
    default:
      return taken;
  }
}

const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('log' as const),
        severities: fc.array(fc.constantFrom(5, 9, 13, 17), { minLength: 1, maxLength: 8 }),
      }),
    },
    // As requests do: each sends what waits, and none waits for another one.
    fc.record({ kind: fc.constant('flush' as const), ms: fc.constantFrom(1, 4) }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(0, 2) }),
  ),
  { maxLength: 15 },
);

const maxBufferBytes = 2600;

test('G2 G4: accepted = delivered + dropped + buffered, within the bytes, whatever becomes of the requests', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.array(answers, { minLength: 1, maxLength: 5 }),
      async (schedule, behaviour) => {
        let calls = 0;
        let logged = 0;
        const shipper = createRequestShipper({
          ...shipperOptions(
            createPlainClient(() => toResult(behaviour[calls++ % behaviour.length] ?? 'take')),
          ),
          maxBufferBytes,
          requestTimeoutMs: 2,
          random: () => 0,
          onDrop: () => expectConservation(),
        });
        const expectConservation = (): void => {
          const { accepted, delivered, dropped, buffered, bufferedBytes, droppedByReason } =
            shipper.statistics();
          expect([accepted, delivered + dropped + buffered]).toEqual([logged, logged]);
          expect(Object.values(droppedByReason).reduce((sum, count) => sum + count, 0)).toBe(dropped);
          expect(Math.min(delivered, dropped, buffered)).toBeGreaterThanOrEqual(0);
          expect(bufferedBytes).toBeLessThanOrEqual(maxBufferBytes);
        };
        const log = (severityNumber: number): void => {
          logged += 1;
          shipper.accept(event({ severityNumber, acceptedAtMs: Date.now() }));
          expectConservation();
        };
        for (const step of schedule) {
          if (step.kind === 'log') step.severities.forEach(log);
          else if (step.kind === 'flush') void shipper.flush(step.ms);
          else await sleep(step.ms);
          expectConservation();
        }
        const closing = shipper.close(6);
        log(9);
        await sleep(3);
        log(17);
        await closing;
        log(17);
        expect(shipper.statistics()).toMatchObject({ buffered: 0, bufferedBytes: 0 });
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
