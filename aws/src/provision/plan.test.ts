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
  fc.record({
    kind,
    name,
    fields,
    arn: fc.string(),
    ownership: fc.constantFrom('made', 'adopted', 'foreign'),
    ourTagKeys: fc.constant([]),
  }),
  { selector: keyOf },
);

describe('a plan', () => {
  it('is empty once it has been carried out', () => {
    fc.assert(
      fc.property(desired, actual, (desired, actual) => {
        const plan = planChanges(desired, actual, true);
        const after: ActualResource[] = plan.map((action) => ({
          ...action.resource,
          arn: '',
          ownership: action.type === 'create' ? 'made' : 'adopted',
          ourTagKeys: [],
        }));
        expect(planChanges(desired, after, false).every(({ type }) => type === 'unchanged')).toBe(true);
      }),
    );
  });

  it('has one action for each desired resource and touches no other', () => {
    fc.assert(
      fc.property(desired, actual, fc.boolean(), (desired, actual, adopt) => {
        for (const plan of [planChanges(desired, actual, adopt), planRemoval(desired, actual).toReversed()])
          expect(plan.map(({ resource }) => resource)).toEqual(desired);
      }),
    );
  });

  it('never touches what is not ours, unless it is to be adopted', () => {
    fc.assert(
      fc.property(desired, actual, fc.boolean(), (desired, actual, adopt) => {
        const foreign = new Set(actual.filter(({ ownership }) => ownership === 'foreign').map(keyOf));
        const wanted = desired.map(keyOf).filter((key) => foreign.has(key));
        const plan = planChanges(desired, actual, adopt);
        const touched = plan.filter(isEffective).map(({ resource }) => keyOf(resource));
        const adopted = plan.filter((action) => action.type === 'update' && action.adopt);
        expect(touched.filter((key) => foreign.has(key))).toEqual(adopt ? wanted : []);
        expect(adopted.map(({ resource }) => keyOf(resource))).toEqual(adopt ? wanted : []);
      }),
    );
  });

  it.for<readonly [ActualResource['ownership'], number | string, boolean, string]>([
    ['made', 30, false, 'update'],
    ['made', 'never expires', false, 'update'],
    ['adopted', 30, false, 'withheld'],
    ['adopted', 'never expires', false, 'withheld'],
    ['adopted', 30, true, 'update'],
    ['adopted', 3, false, 'update'],
    ['adopted', 7, false, 'unchanged'],
    ['foreign', 30, false, 'foreign'],
    ['foreign', 3, false, 'foreign'],
    ['foreign', 7, false, 'foreign'],
    ['foreign', 30, true, 'update'],
  ])(
    'meets a log group that is %s and keeps %j days, adopting: %j, with: %s',
    ([ownership, days, adopt, type]) => {
      const group = { kind: 'log group', name: 'a' } as const;
      const wanted = { ...group, fields: { retentionInDays: 7 } };
      const there = { ...group, arn: '', fields: { retentionInDays: days }, ownership, ourTagKeys: [] };
      expect(planChanges([wanted], [there], adopt)).toMatchObject([{ type }]);
    },
  );

  it('never destroys what we did not make', () => {
    fc.assert(
      fc.property(desired, actual, (desired, actual) => {
        for (const { type, resource } of planRemoval(desired, actual)) {
          const found = actual.find((candidate) => keyOf(candidate) === keyOf(resource));
          const expected = { made: 'destroy', adopted: 'release', foreign: 'foreign' } as const;
          expect(type).toBe(found === undefined ? 'absent' : expected[found.ownership]);
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
