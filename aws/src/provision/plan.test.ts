import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffFields } from './diff-fields.ts';
import { isEffective, planChanges, planRemoval } from './plan.ts';
import type { ActualResource, DesiredResource, ResourceFields } from './resource.ts';

const kind = fc.constantFrom('sampling rule', 'group', 'log group');
const name = fc.constantFrom('a', 'b', 'c', '__proto__');
const fields: fc.Arbitrary<ResourceFields> = fc.dictionary(
  fc.constantFrom('x', 'y', 'toString'),
  fc.oneof(fc.integer(), fc.string(), fc.boolean()),
);
const keyOf = (resource: DesiredResource): string => `${resource.kind} ${resource.name}`;
const desired: fc.Arbitrary<DesiredResource[]> = fc.uniqueArray(fc.record({ kind, name, fields }), {
  selector: keyOf,
});
const actual: fc.Arbitrary<ActualResource[]> = fc.uniqueArray(
  fc.record({ kind, name, fields, arn: fc.string(), owned: fc.boolean() }),
  { selector: keyOf },
);

describe('a plan', () => {
  it('is empty once it has been carried out', () => {
    fc.assert(
      fc.property(desired, actual, (desired, actual) => {
        const plan = planChanges(desired, actual);
        const after: ActualResource[] = plan.map(({ resource }) => ({ ...resource, arn: '', owned: true }));
        expect(planChanges(desired, after).some(isEffective)).toBe(false);
      }),
    );
  });

  it('has one action for each desired resource and touches no other', () => {
    fc.assert(
      fc.property(desired, actual, (desired, actual) => {
        for (const plan of [planChanges(desired, actual), planRemoval(desired, actual).toReversed()])
          expect(plan.map(({ resource }) => resource)).toEqual(desired);
      }),
    );
  });

  it('never destroys what is not ours', () => {
    fc.assert(
      fc.property(desired, actual, (desired, actual) => {
        for (const { type, resource } of planRemoval(desired, actual)) {
          const found = actual.find((candidate) => keyOf(candidate) === keyOf(resource));
          const expected = found === undefined ? 'absent' : found.owned ? 'destroy' : 'foreign';
          expect(type).toBe(expected);
        }
      }),
    );
  });
});

describe('a diff', () => {
  it('leads from the one to the other', () => {
    fc.assert(
      fc.property(fields, fields, (from, to) => {
        const changes = diffFields(from, to);
        const changed = new Set(changes.map(({ field }) => field));
        const kept = Object.entries(from).filter(([field]) => !changed.has(field));
        const set = changes.flatMap(({ field, to }) => (to === undefined ? [] : [[field, to] as const]));
        expect(Object.fromEntries([...kept, ...set])).toEqual(to);
        expect(diffFields(from, { ...from })).toEqual([]);
      }),
    );
  });

  it('takes a rate that went through 32 bits for the same', () => {
    expect(diffFields({ rate: Math.fround(0.1) }, { rate: 0.1 })).toEqual([]);
    expect(diffFields({ size: 16_777_216 }, { size: 16_777_217 })).toHaveLength(1);
    expect(diffFields({ rate: 0.1 }, { rate: 0.11 })).toEqual([{ field: 'rate', from: 0.1, to: 0.11 }]);
  });
});
