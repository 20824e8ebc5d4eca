import type { HrTime } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSystemClock } from './clock.ts';
import { toHrTime, toMonotonicMs } from './time.ts';

const dayMs = 86_400_000;
const epochs = fc.double({ min: 1.6e12, max: 4e12, noNaN: true });
const never = (): number => Number.NaN;

test('times within a day of the clock survive to the nanosecond', () => {
  fc.assert(
    fc.property(
      epochs,
      fc.integer({ min: -dayMs / 1000, max: dayMs / 1000 }),
      fc.integer({ min: 0, max: 999_999_999 }),
      (epochOfZeroMs, seconds, nanos) => {
        const time: HrTime = [Math.floor(epochOfZeroMs / 1000) + seconds, nanos];
        expect(toHrTime(epochOfZeroMs, toMonotonicMs(time, epochOfZeroMs, never))).toEqual(time);
      },
    ),
  );
});

test('a time is never malformed and never goes back when the clock goes on', () => {
  fc.assert(
    fc.property(
      epochs,
      fc.double({ min: 0, max: dayMs, noNaN: true }),
      fc.double({ min: 0, max: 10, noNaN: true }),
      (epoch, ms, more) => {
        const [seconds, nanos] = toHrTime(epoch, ms);
        const [laterSeconds, laterNanos] = toHrTime(epoch, ms + more);
        expect(Number.isInteger(seconds) && Number.isInteger(nanos)).toBe(true);
        expect(nanos).toBeGreaterThanOrEqual(0);
        expect(nanos).toBeLessThan(1_000_000_000);
        expect((laterSeconds - seconds) * 1e9 + laterNanos - nanos).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('the system clock tells the time of day', () => {
  const clock = createSystemClock();
  const [seconds, nanos] = toHrTime(clock.epochOfZeroMs(), clock.monotonicMs());
  expect(Math.abs(seconds * 1000 + nanos / 1e6 - Date.now())).toBeLessThan(1000);
});
