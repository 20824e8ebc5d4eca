import { array, assert, integer, property, record, string } from 'fast-check';
import { expect, it } from 'vitest';
import { checkBatch } from './check-batch.ts';
import { ServiceError } from './service-error.ts';

/** Straight from the documentation, one sentence after the other. */
function isAllowed(
  events: readonly { readonly timestamp: number; readonly message: string }[],
  maxEventBytes: number,
): boolean {
  const sizes = events.map(({ message }) => new TextEncoder().encode(message).length + 26);
  const times = events.map(({ timestamp }) => timestamp);
  return (
    events.length > 0 &&
    events.every(({ message }) => message !== '') &&
    sizes.every((size) => size <= maxEventBytes) &&
    times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))
  );
}

function judge(events: unknown, maxEventBytes: number): unknown {
  try {
    return checkBatch(events, { maxEventBytes, poison: undefined });
  } catch (error) {
    return error instanceof ServiceError ? error.errorType : error;
  }
}

it('takes exactly what the documentation allows', () => {
  const event = record({
    timestamp: integer({ min: 0, max: 3 }),
    message: string({ unit: 'binary', maxLength: 8 }),
  });
  assert(
    property(array(event, { maxLength: 4 }), integer({ min: 27, max: 60 }), (events, maxEventBytes) => {
      const expected = isAllowed(events, maxEventBytes)
        ? events.map(({ timestamp, message }) => ({ timestampMs: timestamp, message }))
        : 'InvalidParameterException';
      expect(judge(events, maxEventBytes)).toEqual(expected);
    }),
  );
});
