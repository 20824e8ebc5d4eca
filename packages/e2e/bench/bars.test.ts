import { expect, it } from 'vitest';
import { judge } from './bars.ts';
import type { Generation, Turn } from './generation.ts';
import { toSummaries } from './summary.ts';
import type { VariantName } from './variants/variant.ts';

function turn(variant: VariantName, cpuMicrosPerRequest: number): Turn {
  const rest = { requests: 10, requestsPerSecond: 1, p50Ms: 1, p99Ms: 1, residentBytes: 1, utilisation: 1 };
  return { variant, cpuMicrosPerRequest, ...rest };
}

function generation(ours: number, received = 30): Generation {
  const turns = [turn('bare', 100), turn('cruddur', ours), turn('bare', 100), turn('hono-otel', 160)];
  return { turns, spans: new Map([['cruddur', { due: 30, received }]]) };
}

it('sums up what a variant adds, alone and as a share of what hono-otel adds', () => {
  const ours = toSummaries([generation(124), generation(124)]).find(({ variant }) => variant === 'cruddur');
  expect(ours).toMatchObject({ cpuMicrosPerRequest: 124, spansDue: 60, spansReceived: 60, spansLost: 0 });
  expect(ours?.timesBare.median).toBeCloseTo(1.24);
  expect(ours?.addedMicros).toBeCloseTo(24);
  expect(ours?.shareOfHonoOtel).toBeCloseTo(0.4);
});

it.each([
  ['within all bars', generation(124), [true, true, true]],
  ['over the ratio but not over the share', generation(128), [false, true, true]],
  ['over both', generation(140), [false, false, true]],
  ['one span lost', generation(124, 29), [true, true, false]],
  ['one span too many', generation(124, 31), [true, true, false]],
])('judges two hops: %s', (_, measured, passed) => {
  expect(judge('two-hops', toSummaries([measured])).map((bar) => bar.passed)).toEqual(passed);
});

it('asks no share of one hop, and allows 1.3 times bare', () => {
  expect(judge('one-hop', toSummaries([generation(129)])).map((bar) => bar.passed)).toEqual([true, true]);
  expect(judge('one-hop', toSummaries([generation(131)])).map((bar) => bar.passed)).toEqual([false, true]);
});

it('passes nothing that was not measured', () => {
  expect(judge('two-hops', toSummaries([])).map((bar) => bar.passed)).toEqual([false, false, false]);
});
