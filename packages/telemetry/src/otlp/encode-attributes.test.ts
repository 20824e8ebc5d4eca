import { parseOtlpTraceProtobuf } from '@cruddur/trace-model';
import { ROOT_CONTEXT, type Attributes, type AttributeValue } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFinishedSpan } from '../testing/finished-spans.ts';
import { startTestTracer } from '../testing/start-test-tracer.ts';
import { createAttributeTemplate, type TemplatedSpanOptions } from '../trace/attribute-template.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { LeanSpan } from '../trace/lean-span.ts';
import { createTraceRequestBuffer } from './trace-request-buffer.ts';

function decodeAttributes(span: FinishedSpan): Readonly<Record<string, unknown>> {
  const buffer = createTraceRequestBuffer({});
  buffer.add(span);
  const result = parseOtlpTraceProtobuf(buffer.take());
  if (!result.ok) throw new Error(`${result.problem.path}: ${result.problem.message}`);
  return result.spans[0]?.attributes ?? {};
}

const roundTrip = (attributes: Attributes): Readonly<Record<string, unknown>> =>
  decodeAttributes(createFinishedSpan('s', { attributes }));

test.for<readonly [string, AttributeValue, unknown]>([
  ['text', 'text', 'text'],
  ['text that is no ASCII', 'héllo 😀', 'héllo 😀'],
  ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ['an empty text', '', ''],
  ['the largest whole number', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ['the smallest whole number', Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  ['a negative number', -1, -1],
  ['2 to the 32', 2 ** 32, 2 ** 32],
  ['a fraction', 0.1, 0.1],
  ['a number beyond whole numbers', 1e300, 1e300],
  ['0', 0, 0],
  ['-0', -0, -0],
  ['true', true, true],
  ['false', false, false],
  ['an empty array', [], []],
  ['null in an array', ['a', null, 'b'], ['a', null, 'b']],
  ['numbers', [1, 2.5, -3], [1, 2.5, -3]],
])('encodes %s, the first time and again', ([, value, expected]) => {
  for (let turn = 0; turn < 3; turn += 1) expect(roundTrip({ key: value })['key']).toEqual(expected);
});

test('values of one key that look alike are told apart, in any order', () => {
  const alike: readonly AttributeValue[] = [0, -0, 1, '1', true, '0', false, 'true', 'false', '', 1.5, '1.5'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...alike), { maxLength: 20 }), (sequence) => {
      for (const value of sequence) expect(roundTrip({ 'test.alike': value })['test.alike']).toBe(value);
    }),
  );
});

test('a key with thousands of values, and thousands of keys, lose nothing', () => {
  for (let index = 0; index < 3000; index += 1) {
    expect(roundTrip({ 'test.many': `value ${index}`, [`test.key.${index}`]: index })).toEqual({
      'test.many': `value ${index}`,
      [`test.key.${index}`]: index,
    });
  }
});

test('attributes that begin and end with templates arrive once each, whatever is set in between', () => {
  const start = createAttributeTemplate({ 'url.scheme': 'http', 'server.port': 4567, '7': true });
  const end = createAttributeTemplate({ 'http.route': '/x', status: 200 });
  const keys = fc.constantFrom('url.scheme', 'server.port', 'http.route', 'status', 'a', '0', '7', '');
  const values = fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean());
  const changes = fc.array(fc.tuple(keys, values), { maxLength: 5 });
  const { tracer, ended } = startTestTracer();
  fc.assert(
    fc.property(changes, changes, (before, after) => {
      const options: TemplatedSpanOptions = {
        attributes: { 'http.request.method': 'GET' },
        attributeTemplate: start,
      };
      const span = tracer.startSpan('request', options, ROOT_CONTEXT);
      const expected: Attributes = { ...start.attributes, 'http.request.method': 'GET' };
      const set = (list: typeof before): void => {
        for (const [key, value] of list) {
          span.setAttribute(key, value);
          if (key !== '') expected[key] = value;
        }
      };
      set(before);
      if (span instanceof LeanSpan) span.endWithTemplate(end);
      for (const [key, value] of Object.entries(end.attributes)) expected[key] ??= value;
      set(after);
      span.end();
      const finished = ended.at(-1);
      expect(finished && decodeAttributes(finished)).toEqual(expected);
      expect({ ...finished?.attributes }).toEqual(expected);
      const parts = finished?.attributeParts;
      const keysOfParts = [parts?.start?.attributes, parts?.own, parts?.end?.attributes].flatMap((part) =>
        Object.keys(part ?? {}),
      );
      expect(keysOfParts.toSorted()).toEqual(Object.keys(expected).toSorted());
    }),
  );
});

test('templates over the limits are cut like any attributes', () => {
  const start = createAttributeTemplate({ a: 'long text', b: 2, c: 3 });
  const end = createAttributeTemplate({ d: 'long text', e: 5 });
  const finish = (maxAttributes: number): FinishedSpan | undefined => {
    const { tracer, ended } = startTestTracer({ limits: { maxAttributes, maxAttributeValueLength: 4 } });
    const options: TemplatedSpanOptions = { attributeTemplate: start };
    const span = tracer.startSpan('request', options, ROOT_CONTEXT);
    if (span instanceof LeanSpan) span.endWithTemplate(end);
    span.end();
    return ended[0];
  };
  const two = finish(2);
  expect(two?.droppedAttributesCount).toBe(3);
  expect(two && decodeAttributes(two)).toEqual({ a: 'long', b: 2 });
  const four = finish(4);
  expect(four?.droppedAttributesCount).toBe(1);
  expect(four && decodeAttributes(four)).toEqual({ a: 'long', b: 2, c: 3, d: 'long' });
});
