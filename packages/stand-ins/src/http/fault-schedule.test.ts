import { describe, expect, it } from 'vitest';
import { createFaultSchedule, type FaultSchedule } from './fault-schedule.ts';

const run = (schedule: FaultSchedule | undefined, callCount: number): readonly boolean[] => {
  const strikes = createFaultSchedule(schedule);
  return Array.from({ length: callCount }, () => strikes());
};

describe('a schedule of faults', () => {
  it.each<[string, FaultSchedule | undefined, string]>([
    ['every call by default', undefined, 'xxxx'],
    ['every call', { kind: 'always' }, 'xxxx'],
    ['the first two', { kind: 'times', count: 2 }, 'xx--'],
    ['every third', { kind: 'every', nth: 3 }, '--x--x'],
    ['none', { kind: 'fraction', fraction: 0, seed: 1 }, '----'],
    ['all', { kind: 'fraction', fraction: 1, seed: 1 }, 'xxxx'],
  ])('strikes %s', (_, schedule, expected) => {
    expect(
      run(schedule, expected.length)
        .map((strikes) => (strikes ? 'x' : '-'))
        .join(''),
    ).toBe(expected);
  });

  it('strikes a fraction, the same calls for the same seed', () => {
    const schedule = { kind: 'fraction', fraction: 1 / 3, seed: 42 } as const;
    const strikes = run(schedule, 10_000);
    expect(strikes.filter(Boolean).length / strikes.length).toBeCloseTo(1 / 3, 1);
    expect(run(schedule, 10_000)).toEqual(strikes);
    expect(run({ ...schedule, seed: 43 }, 10_000)).not.toEqual(strikes);
  });
});
