import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rule, toJson } from './fixtures/rule.ts';
import { parseRuleRecords } from './rule-records.ts';
import { parseSamplingTargets } from './sampling-targets.ts';

const target = (document: object): unknown =>
  parseSamplingTargets({ SamplingTargetDocuments: [{ RuleName: 'a', ...document }] })?.targets[0];

describe('GetSamplingTargets', () => {
  test('targets, modification and unprocessed rules; unknown fields are left alone', () => {
    const answer = {
      SamplingTargetDocuments: [
        {
          RuleName: 'Cruddur',
          FixedRate: 0.1,
          ReservoirQuota: 5,
          ReservoirQuotaTTL: 1_763_700_000.5,
          Interval: 10,
          SamplingBoost: { BoostRate: 1, BoostRateTTL: 1 },
        },
      ],
      LastRuleModification: 1_763_600_000,
      UnprocessedStatistics: [{ RuleName: 'Other', ErrorCode: '500', Message: 'later' }, 7],
      UnprocessedBoostStatistics: [],
    };
    expect(parseSamplingTargets(answer)).toEqual({
      targets: [
        {
          ruleName: 'Cruddur',
          fixedRate: 0.1,
          reservoirQuota: 5,
          quotaEndsMs: 1_763_700_000_500,
          intervalMs: 10_000,
        },
      ],
      lastRuleModificationMs: 1_763_600_000_000,
      unprocessedRules: new Set(['Other']),
    });
  });

  test('nonsense in a target counts as absent; a quota needs its end', () => {
    const nothing = {
      ruleName: 'a',
      fixedRate: undefined,
      reservoirQuota: undefined,
      quotaEndsMs: undefined,
      intervalMs: undefined,
    };
    expect(target({ FixedRate: 2, ReservoirQuota: 5, Interval: -1 })).toEqual(nothing);
    expect(target({ ReservoirQuota: -1, ReservoirQuotaTTL: 1, FixedRate: null })).toEqual({
      ...nothing,
      quotaEndsMs: 1000,
    });
    expect(parseSamplingTargets({ SamplingTargetDocuments: [{}, null, 'a', []] })?.targets).toEqual([]);
  });

  test.for([undefined, null, 7, 'a', [], {}, { SamplingTargetDocuments: {} }])('%j is no answer', (value) => {
    expect(parseSamplingTargets(value)).toBeUndefined();
  });
});

describe('GetSamplingRules', () => {
  test('a rule that cannot be read is left out, the others stay', () => {
    const good = rule({ name: 'good' });
    const answer = {
      SamplingRuleRecords: [
        { SamplingRule: { ...toJson(rule({ name: 'new' })), Version: 2 }, ModifiedAt: 3 },
        { SamplingRule: { ...toJson(good), SamplingRateBoost: { MaxRate: 1 } }, ModifiedAt: 2, CreatedAt: 1 },
        null,
      ],
      NextToken: 'more',
    };
    const records = parseRuleRecords(answer);
    expect(records).toMatchObject({ rules: [good], modifiedAtMs: 3000, nextToken: 'more' });
    expect(records?.problems.map(({ path }) => path)).toEqual([
      '$.SamplingRuleRecords[0].SamplingRule.Version',
      '$.SamplingRuleRecords[2].SamplingRule',
    ]);
  });

  test.for([null, ''])('a NextToken of %j is the end', (token) => {
    expect(parseRuleRecords({ SamplingRuleRecords: [], NextToken: token })).toEqual({
      rules: [],
      problems: [],
      modifiedAtMs: 0,
      nextToken: undefined,
    });
  });

  test.for([undefined, null, 7, 'a', [], {}, { message: 'no' }])('%j is no answer', (value) => {
    expect(parseRuleRecords(value)).toBeUndefined();
  });
});

const documents = (key: string): fc.Arbitrary<unknown> =>
  fc.oneof(fc.jsonValue(), fc.record({ [key]: fc.array(fc.jsonValue()), NextToken: fc.jsonValue() }));

test('no JSON makes either throw', () => {
  fc.assert(
    fc.property(documents('SamplingTargetDocuments'), documents('SamplingRuleRecords'), (targets, rules) => {
      expect(() => parseSamplingTargets(targets)).not.toThrow();
      expect(() => parseRuleRecords(rules)).not.toThrow();
    }),
  );
});
