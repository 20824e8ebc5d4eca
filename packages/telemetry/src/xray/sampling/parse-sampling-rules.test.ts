import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText } from '../../testing/arbitraries.ts';
import { rule, toJson } from './fixtures/rule.ts';
import { parseSamplingRules } from './parse-sampling-rules.ts';
import { compareSamplingRules } from './sampling-rule.ts';

const cruddur = {
  RuleName: 'Cruddur',
  ResourceARN: '*',
  Priority: 9000,
  FixedRate: 0.1,
  ReservoirSize: 5,
  ServiceName: 'gateway',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
};
const expected = rule({
  name: 'Cruddur',
  priority: 9000,
  fixedRate: 0.1,
  reservoirSize: 5,
  serviceName: 'gateway',
});

const problemsOf = (document: unknown): readonly (readonly [string, string, string])[] => {
  const result = parseSamplingRules(typeof document === 'string' ? document : JSON.stringify(document));
  return result.ok ? [] : result.problems.map((problem) => [problem.path, problem.found, problem.expected]);
};

describe('the forms of a rule file', () => {
  test.for<readonly [name: string, document: unknown]>([
    ['create-sampling-rule', { SamplingRule: cruddur }],
    ['a list', [{ SamplingRule: cruddur }]],
    ['a list of bare rules', [cruddur]],
    ['SamplingRules', { SamplingRules: [cruddur] }],
    ['SamplingRules with wrappers', { SamplingRules: [{ SamplingRule: cruddur }] }],
    [
      'GetSamplingRules',
      { SamplingRuleRecords: [{ SamplingRule: cruddur, CreatedAt: 0, ModifiedAt: 1.5 }], NextToken: null },
    ],
    ['unknown fields', { SamplingRule: { ...cruddur, SamplingRateBoost: { MaxRate: 1 } }, Tags: [] }],
  ])('%s', ([, document]) => {
    expect(parseSamplingRules(JSON.stringify(document))).toEqual({ ok: true, rules: [expected] });
  });

  test('a byte order mark is no problem', () => {
    expect(parseSamplingRules(`\uFEFF${JSON.stringify({ SamplingRule: cruddur })}`).ok).toBe(true);
  });

  test('attributes, and the default rule with its priority', () => {
    const attributes = { 'user.id': 'a*', __proto__x: '?' };
    expect(
      parseSamplingRules(
        JSON.stringify([
          { ...cruddur, Attributes: attributes },
          { ...cruddur, RuleName: 'Default', Priority: 10_000 },
        ]),
      ),
    ).toEqual({
      ok: true,
      rules: [
        { ...expected, attributes },
        { ...expected, name: 'Default', priority: 10_000 },
      ],
    });
  });

  test("the X-Ray SDK's local rules are told apart, with what to use instead", () => {
    const [problem] = problemsOf({
      version: 2,
      rules: [{ host: '*', http_method: '*', url_path: '/api/*', fixed_target: 1, rate: 0.1 }],
      default: { fixed_target: 1, rate: 0.1 },
    });
    expect(problem?.[1]).toContain('X-Ray SDK');
    expect(problem?.[2]).toContain('aws xray create-sampling-rule --cli-input-json');
  });
});

describe('problems', () => {
  test.for<readonly [field: string, value: unknown, found: string, expectation: string]>([
    ['RuleName', '', '""', 'a name of 1 to 32 characters'],
    ['RuleName', 'x'.repeat(33), `"${'x'.repeat(33)}"`, 'a name of 1 to 32 characters'],
    ['Priority', 0, '0', 'a whole number from 1 to 9999'],
    ['Priority', 10_000, '10000', 'a whole number from 1 to 9999'],
    ['FixedRate', 1.1, '1.1', 'a number from 0 to 1'],
    ['FixedRate', '0.1', '"0.1"', 'a number from 0 to 1'],
    ['ReservoirSize', -1, '-1', 'a whole number, 0 or more'],
    ['ReservoirSize', 1.5, '1.5', 'a whole number, 0 or more'],
    ['ServiceName', undefined, 'nothing', 'a text of 1 to 500 characters, "*" for any'],
    ['Host', null, 'null', 'a text of 1 to 500 characters, "*" for any'],
    ['Version', 2, '2', '1, the only version of the rule format'],
    ['Attributes', ['a'], 'a list of 1', 'an object of texts'],
  ])('%s of %j', ([field, value, found, expectation]) => {
    const document = { SamplingRule: { ...cruddur, [field]: value } };
    expect(problemsOf(document)).toEqual([[`$.SamplingRule.${field}`, found, expectation]]);
  });

  test('all at once, each with its place', () => {
    const paths = problemsOf({
      SamplingRules: [cruddur, { ...cruddur, RuleName: 'b', Host: 1, URLPath: {}, Attributes: { a: 1 } }, 7],
    }).map(([path]) => path);
    expect(paths).toEqual([
      '$.SamplingRules[1].Host',
      '$.SamplingRules[1].URLPath',
      '$.SamplingRules[1].Attributes["a"]',
      '$.SamplingRules[2]',
    ]);
  });

  test('two rules of one name', () => {
    expect(problemsOf([cruddur, cruddur])).toEqual([
      ['$[1].RuleName', '"Cruddur"', 'a name that no other rule has'],
    ]);
  });

  test.for(['{', '"a text"', '7', 'null', '{}', '{"SamplingRule": 3}', ''])('of %j as a whole', (json) => {
    const [problem, ...more] = problemsOf(json);
    expect(problem?.[0]).toBe('$');
    expect(problem?.[2]).toContain('{"SamplingRule": {...}}');
    expect(more).toEqual([]);
  });

  test('do not show the text of a wrong file', () => {
    for (const json of ['secret = 1', '"secret"']) {
      expect(JSON.stringify(problemsOf(json))).not.toContain('secret');
    }
  });
});

describe('whatever the file holds', () => {
  const fields = fc.dictionary(
    fc.constantFrom(...Object.keys(cruddur), 'Attributes', '__proto__', 'rules'),
    fc.oneof(fc.jsonValue(), hostileText, fc.double(), fc.constant('*')),
  );
  const documents = fc.oneof(
    hostileText,
    fc.json(),
    fc
      .oneof(
        fc.record({ SamplingRule: fields }),
        fc.array(fields),
        fc.record({ SamplingRules: fc.array(fields) }),
        fc.record({ SamplingRuleRecords: fc.array(fc.record({ SamplingRule: fields })) }),
      )
      .map((document) => JSON.stringify(document)),
  );

  test('never throws; gives either rules or short problems', () => {
    fc.assert(
      fc.property(documents, (json) => {
        const result = parseSamplingRules(json);
        if (result.ok) return;
        expect(result.problems.length).toBeGreaterThan(0);
        for (const { path, found, expected: wanted } of result.problems) {
          expect(path.startsWith('$')).toBe(true);
          expect(found.length).toBeLessThan(100);
          expect(wanted).not.toBe('');
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('valid rules come back as they were written', () => {
    const text = fc.string({ minLength: 1, maxLength: 32 });
    const rules = fc.uniqueArray(
      fc.record({
        name: text.filter((name) => name !== 'Default'),
        priority: fc.integer({ min: 1, max: 9999 }),
        reservoirSize: fc.nat(),
        fixedRate: fc.double({ min: 0, max: 1, noNaN: true }).map((rate) => rate + 0),
        serviceName: text,
        serviceType: text,
        resourceArn: text,
        host: text,
        httpMethod: text,
        urlPath: text,
        attributes: fc.dictionary(text, text, { noNullPrototype: true }),
      }),
      { selector: ({ name }) => name },
    );
    fc.assert(
      fc.property(rules, (written) => {
        const json = JSON.stringify({ SamplingRules: written.map(toJson) });
        expect(parseSamplingRules(json)).toEqual({ ok: true, rules: written });
      }),
    );
  });
});

test('rules are tried by priority, then by name, the default rule last', () => {
  const order = [
    rule({ name: 'Default', priority: 1 }),
    rule({ name: 'b', priority: 2 }),
    rule({ name: 'a', priority: 2 }),
    rule({ name: 'z', priority: 1 }),
    rule({ name: 'Z', priority: 2 }),
  ].toSorted(compareSamplingRules);
  expect(order.map(({ name }) => name)).toEqual(['z', 'Z', 'a', 'b', 'Default']);
});
