import { describe, expect, test } from 'vitest';
import { createSeededRandom } from './fixtures/random.ts';
import { rule } from './fixtures/rule.ts';
import { createRuleSampler, type ReservoirOwner, type RuleSampler } from './rule-sampler.ts';
import type { SamplingRule } from './sampling-rule.ts';
import type { SamplingTarget } from './sampling-targets.ts';

const create = (
  changes: Partial<SamplingRule>,
  owner: ReservoirOwner = 'account',
  random: () => number = () => 0.5,
): RuleSampler => createRuleSampler(rule(changes), owner, random);
const target = (changes: Partial<SamplingTarget>): SamplingTarget => ({
  ruleName: 'rule',
  fixedRate: undefined,
  reservoirQuota: undefined,
  quotaEndsMs: undefined,
  intervalMs: undefined,
  ...changes,
});
const decidedBy = (sampler: RuleSampler, ...timesMs: number[]): unknown[] =>
  timesMs.map((timeMs) => sampler.decide(timeMs).attributes?.['cruddur.sampling.decided_by'] ?? 'no');

describe('a local rule', () => {
  test('has the whole reservoir every second, then the rate', () => {
    const sampler = create({ reservoirSize: 2, fixedRate: 0.4 }, 'process');
    expect(decidedBy(sampler, 0, 0, 0, 999, 1000)).toEqual([
      'reservoir',
      'reservoir',
      'no',
      'no',
      'reservoir',
    ]);
    expect(decidedBy(create({ fixedRate: 0.6 }, 'process'), 0)).toEqual(['fixed_rate']);
  });

  test('says on the span which rule decided', () => {
    expect(create({ name: 'Cruddur', reservoirSize: 1 }, 'process').decide(0)).toEqual({
      decision: 2,
      attributes: { 'aws.xray.sampling_rule': 'Cruddur', 'cruddur.sampling.decided_by': 'reservoir' },
    });
    expect(create({}).decide(0)).toEqual({ decision: 0 });
  });

  test('of 10,000 requests samples 5 a second and a tenth of the others', () => {
    const sampler = create({ reservoirSize: 5, fixedRate: 0.1 }, 'process', createSeededRandom(1));
    // 100 a second for 100 seconds.
    const by = Array.from({ length: 10_000 }, (_, index) => decidedBy(sampler, index * 10)[0]);
    expect(by.filter((reason) => reason === 'reservoir')).toHaveLength(500);
    const byRate = by.filter((reason) => reason === 'fixed_rate').length;
    // 9500 trials of 0.1: within four standard deviations.
    expect(Math.abs(byRate - 950)).toBeLessThan(4 * Math.sqrt(9500 * 0.1 * 0.9));
    expect(sampler.statistics.unreported()).toEqual({ requests: 10_000, sampled: 500 + byRate, borrowed: 0 });
  });

  test('a rate of 0 samples nothing, of 1 everything', () => {
    const random = createSeededRandom(2);
    const times = Array.from({ length: 1000 }, () => 0);
    expect(
      new Set(
        decidedBy(
          create({ fixedRate: 0 }, 'process', () => 0),
          ...times,
        ),
      ),
    ).toEqual(new Set(['no']));
    expect(new Set(decidedBy(create({ fixedRate: 1 }, 'process', random), ...times))).toEqual(
      new Set(['fixed_rate']),
    );
  });
});

describe("a rule of the account's", () => {
  test('borrows one request a second before its first target', () => {
    const sampler = create({ reservoirSize: 50 });
    expect(decidedBy(sampler, 0, 1, 999, 1000, 1001)).toEqual(['borrow', 'no', 'no', 'borrow', 'no']);
    expect(sampler.statistics.unreported()).toEqual({ requests: 5, sampled: 2, borrowed: 2 });
  });

  test('borrows nothing where there is no reservoir', () => {
    expect(decidedBy(create({ reservoirSize: 0 }), 0, 1000)).toEqual(['no', 'no']);
  });

  test('uses its quota until that ends, then borrows again', () => {
    const sampler = create({ reservoirSize: 50 });
    sampler.useTarget(target({ reservoirQuota: 2 }), 2500);
    expect(decidedBy(sampler, 0, 0, 0)).toEqual(['reservoir', 'reservoir', 'no']);
    expect(decidedBy(sampler, 2000, 2499, 2499)).toEqual(['reservoir', 'reservoir', 'no']);
    expect(decidedBy(sampler, 2500, 3000, 3001)).toEqual(['no', 'borrow', 'no']);
    sampler.useTarget(target({ reservoirQuota: 1 }), 10_000);
    expect(decidedBy(sampler, 3002, 4000, 4000)).toEqual(['no', 'reservoir', 'no']);
  });

  test('a quota of 0 neither samples nor borrows', () => {
    const sampler = create({ reservoirSize: 50 });
    sampler.useTarget(target({ reservoirQuota: 0 }), 5000);
    expect(decidedBy(sampler, 0, 1000)).toEqual(['no', 'no']);
  });

  test("takes the target's rate, and keeps the quota of a target without one", () => {
    const sampler = create({ reservoirSize: 1, fixedRate: 0.4 });
    sampler.useTarget(target({ reservoirQuota: 1, fixedRate: 0.6 }), 5000);
    sampler.useTarget(target({}), -1);
    expect(decidedBy(sampler, 0, 0)).toEqual(['reservoir', 'fixed_rate']);
  });

  test('keeps target and counts when the rule comes again, unless its numbers are others', () => {
    const sampler = create({ reservoirSize: 1, fixedRate: 0.1 });
    sampler.useTarget(target({ reservoirQuota: 1, fixedRate: 0.6 }), 50_000);
    sampler.updateRule(rule({ reservoirSize: 1, fixedRate: 0.1, priority: 3 }));
    expect(decidedBy(sampler, 0, 0)).toEqual(['reservoir', 'fixed_rate']);
    sampler.updateRule(rule({ reservoirSize: 9, fixedRate: 0.2 }));
    expect(decidedBy(sampler, 1000, 1000)).toEqual(['borrow', 'no']);
    sampler.updateRule(rule({ reservoirSize: 0 }));
    expect(decidedBy(sampler, 2000)).toEqual(['no']);
    expect(sampler.statistics.unreported()).toEqual({ requests: 5, sampled: 3, borrowed: 1 });
  });
});

test('what was counted during a report is in the next one', () => {
  const { decide, statistics } = create({ reservoirSize: 1 });
  decide(0);
  const inReport = statistics.unreported();
  decide(1000);
  decide(1000);
  statistics.acknowledge(inReport);
  expect(statistics.unreported()).toEqual({ requests: 2, sampled: 1, borrowed: 1 });
});
