import { expect, it } from 'vitest';
import { toSchedule } from './generation.ts';
import { variantNames, type VariantName } from './variants/variant.ts';

const systems = variantNames.map((variant) => ({ variant }));

function order(rounds: number, rotation: number): readonly VariantName[] {
  return toSchedule(systems, rounds, rotation).map(({ variant }) => variant);
}

it('gives every variant its rounds, each with bare right before and after it', () => {
  const schedule = order(4, 0);
  for (const variant of variantNames) {
    if (variant === 'bare') continue;
    expect(schedule.filter((name) => name === variant)).toHaveLength(4);
  }
  for (const [index, variant] of schedule.entries())
    expect(variant === 'bare', `turn ${index}`).toBe(index % 2 === 0);
  expect(schedule.at(-1)).toBe('bare');
});

it('lets another variant go first in the next round and in the next generation', () => {
  const [first, second] = [order(2, 0)[1], order(2, 0)[7]];
  expect(second).not.toBe(first);
  expect(order(2, 1)[1]).toBe(second);
});
