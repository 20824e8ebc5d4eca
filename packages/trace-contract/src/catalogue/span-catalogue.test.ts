import { createSpan } from '@cruddur/trace-model/testing';
import { expect, it } from 'vitest';
import type { SpanContract } from '../contract/span-contract.ts';
import { traceContract } from '../contract/trace-contract.ts';
import { compareSpans } from './compare-spans.ts';
import { parseSpanCatalogue } from './parse-span-catalogue.ts';
import { buildSpanCatalogue, toSpanCatalogueText } from './span-catalogue.ts';

const interaction = { description: 'the items', states: [], method: 'GET', path: '/items' };

/** One request as it was seen; `steps` are the spans below it. */
function seen(
  keys: readonly string[],
  ...steps: readonly string[]
): Parameters<typeof buildSpanCatalogue>[1][number] {
  const attributes = Object.fromEntries(keys.map((key) => [key, 'x']));
  return {
    interaction,
    errors: [],
    spans: [
      createSpan({
        spanId: '1',
        parentSpanId: 'caller',
        name: 'GET /items',
        kind: 'server',
        attributes: { ...attributes, 'http.response.status_code': 200 },
      }),
      ...steps.map((name, index) => createSpan({ spanId: `${index + 2}`, parentSpanId: '1', name })),
    ],
  };
}

const catalogue = buildSpanCatalogue('stock', [
  seen(['http.route', 'url.query'], 'find', 'log'),
  seen(['http.route'], 'find', 'find'),
]);

function problems(provider: SpanContract, sampled = true): readonly string[] {
  const trace = traceContract({ consumer: {}, provider, sampled });
  const pact = { consumer: 'shop', provider: 'stock', interactions: [{ ...interaction, trace }] };
  return compareSpans(pact, catalogue).map(({ kind, message }) =>
    kind === 'contradicted' ? message : `${kind}: ${message}`,
  );
}

it('lists what was always there and what was there at times', () => {
  expect(catalogue.requests['GET /items']?.['200']).toEqual({
    name: 'GET /items',
    kind: 'server',
    statuses: ['unset'],
    attributes: ['http.response.status_code', 'http.route'],
    sometimes: ['url.query'],
    children: [
      { name: 'find', kind: 'internal', statuses: ['unset'], attributes: [] },
      { name: 'log', kind: 'internal', statuses: ['unset'], optional: true, attributes: [] },
    ],
  });
  expect(parseSpanCatalogue(toSpanCatalogueText(catalogue), 'it')).toEqual(catalogue);
});

it.each<[string, SpanContract, readonly string[]]>([
  ['what is there', { kind: 'server', name: 'GET /items', children: [{ name: 'find' }] }, []],
  [
    'another request',
    { kind: 'server', name: 'GET /' },
    ['not-listed: the pacts that stock was verified with never exercised SERVER "GET /"'],
  ],
  [
    'another answer',
    { name: 'GET /items', attributes: { 'http.response.status_code': 404 } },
    [
      'not-listed: the pacts that stock was verified with never exercised SERVER "GET /items" that answers 404',
    ],
  ],
  ['another kind', { kind: 'consumer' }, ['SERVER "GET /items" is not CONSUMER']],
  ['another status', { status: 'error' }, ['SERVER "GET /items" has status unset, not error']],
  ['an absent key', { attributes: { row: { any: true } } }, ['SERVER "GET /items" does not have row']],
  [
    'a key that is not always there',
    { attributes: { 'url.query': { any: true } } },
    ['SERVER "GET /items" does not always have url.query'],
  ],
  ['a forbidden key', { forbidden: ['url.*'] }, ['SERVER "GET /items" has url.query, which is forbidden']],
  ['an absent step', { children: [{ name: 'sell' }] }, ['SERVER "GET /items" has no "sell" below it']],
  [
    'a step that is not always there',
    { children: [{ name: 'log' }] },
    ['SERVER "GET /items" does not always have "log" below it'],
  ],
  [
    'a forbidden step',
    { children: [{ name: 'find', count: 0 }] },
    ['SERVER "GET /items" has "find" below it, which is forbidden'],
  ],
])('compares a contract with it: %s', (_, provider, expected) => {
  expect(problems(provider)).toEqual(expected);
});

it('an unsampled interaction counts on no span', () => {
  expect(problems({ name: 'anything' }, false)).toEqual([]);
});

it('a catalogue of another version is refused by name', () => {
  expect(() => parseSpanCatalogue('{"v":2}', 'stock.spans.json')).toThrow(
    'stock.spans.json is no span catalogue',
  );
});
