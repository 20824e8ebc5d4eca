import { SpanKind, type Attributes } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { localParent, toDocument, type Setting } from './fixtures/documents.ts';

const local = { kind: SpanKind.INTERNAL, parentSpanContext: localParent };
const annotationsOf = (attributes: Attributes, setting: Setting): unknown =>
  toDocument({ ...local, attributes }, setting).annotations;

describe('chosen by the list', () => {
  const indexedAttributes = ['text', 'number', 'flag', 'list', 'a-b/ü', '__proto__', 'constructor'];
  test.each<readonly [Attributes, unknown]>([
    [
      { text: 't', number: 1.5, flag: false, other: 'x' },
      { text: 't', number: 1.5, flag: false },
    ],
    [{ text: '' }, { text: '' }],
    [{ 'a-b/ü': 1 }, { a_b__: 1 }],
    [{ list: ['a'] }, undefined],
    [{ text: 'x'.repeat(1000) }, { text: 'x'.repeat(1000) }],
    [{ text: 'x'.repeat(1001) }, undefined],
    [{ number: Number.NaN }, undefined],
    [{ number: Infinity }, undefined],
    [{ constructor: 'c' }, { constructor: 'c' }],
    [{}, undefined],
  ])('%j -> %j', (attributes, expected) => {
    expect(annotationsOf(attributes, { indexedAttributes })).toEqual(expected);
  });
});

test('what has no place in them is in the metadata, what has is not', () => {
  const attributes = { list: ['a', 'b'], long: 'x'.repeat(1001), short: 's', 'a-b': 1 };
  const document = toDocument(
    { ...local, attributes },
    { indexedAttributes: ['list', 'long', 'short', 'a-b'] },
  );
  expect(document.annotations).toEqual({ short: 's', a_b: 1 });
  expect(document.metadata?.['default']).toEqual({ list: ['a', 'b'], long: 'x'.repeat(1001) });
});

test('an attribute that another block shows can be one as well', () => {
  const document = toDocument(
    { attributes: { 'http.request.method': 'GET' } },
    { indexedAttributes: ['http.request.method'] },
  );
  expect(document.annotations).toEqual({ 'http.request.method': 'GET' });
  expect(document.http?.request).toEqual({ method: 'GET' });
});

describe('all', () => {
  test('takes everything that can be one, and lists stay in the metadata', () => {
    const document = toDocument(
      { ...local, attributes: { a: 1, b: ['x'], c: 'y' } },
      { indexedAttributes: 'all' },
    );
    expect(document.annotations).toEqual({ a: 1, c: 'y' });
    expect(document.metadata?.['default']).toEqual({ b: ['x'] });
  });

  test('ends at fifty; the rest is in the metadata', () => {
    const attributes = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]));
    const document = toDocument({ ...local, attributes }, { indexedAttributes: 'all' });
    const annotations = document.annotations ?? {};
    expect(Object.keys(annotations)).toHaveLength(50);
    // safe: `default` has the attributes that are left
    const rest = document.metadata?.['default'] as Record<string, number>;
    expect({ ...annotations, ...rest }).toEqual(attributes);
    expect(Object.keys(rest)).toHaveLength(10);
  });

  test('two keys that become one: the first is searched for, the other is in the metadata', () => {
    const document = toDocument(
      { ...local, attributes: { 'a-b': 1, 'a/b': 2 } },
      { indexedAttributes: 'all' },
    );
    expect(document.annotations).toEqual({ a_b: 1 });
    expect(document.metadata?.['default']).toEqual({ 'a/b': 2 });
  });

  test('a key that is too long is cut', () => {
    const document = toDocument(
      { ...local, attributes: { ['k'.repeat(501)]: 1 } },
      { indexedAttributes: 'all' },
    );
    expect(document.annotations).toEqual({ ['k'.repeat(500)]: 1 });
  });
});

test('a span chooses more of its own', () => {
  const attributes = { a: 1, b: 2, c: 3, 'aws.xray.annotations': ['b', 'missing'] };
  const document = toDocument({ ...local, attributes }, { indexedAttributes: ['a'] });
  expect(document.annotations).toEqual({ a: 1, b: 2 });
  expect(document.metadata?.['default']).toEqual({ c: 3 });
});

describe('of the resource', () => {
  const resource = { 'service.name': 'gateway', 'deployment.environment.name': 'test', list: ['x'] };
  const indexedAttributes = ['otel.resource.deployment.environment.name', 'otel.resource.list', 'a'];
  test('are on segments', () => {
    const document = toDocument({ attributes: { a: 1 } }, { resource, indexedAttributes });
    expect(document.annotations).toEqual({ 'otel.resource.deployment.environment.name': 'test', a: 1 });
  });

  test('are not on subsegments', () => {
    expect(annotationsOf({ a: 1 }, { resource, indexedAttributes })).toEqual({ a: 1 });
  });
});
