import { expect, it } from 'vitest';
import { formatClockTime } from './clock-time.ts';

const noon = new Date(2026, 10, 21, 12, 0, 0).getTime();

it('leaves the day out beside a time of the same day', () => {
  expect(formatClockTime(new Date(2026, 10, 21, 9, 3, 7, 20).getTime(), noon)).toBe('09:03:07.020');
});

it("puts the day before another day's time, and before a time on its own", () => {
  expect(formatClockTime(new Date(2026, 10, 20, 23, 59, 59, 999).getTime(), noon)).toBe(
    '20 Nov, 23:59:59.999',
  );
  expect(formatClockTime(noon)).toBe('21 Nov, 12:00:00.000');
});
