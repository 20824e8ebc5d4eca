import { parseOtlpTraceProtobuf } from '@cruddur/trace-model';
import { ROOT_CONTEXT, type Attributes, type AttributeValue } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFinishedSpan } from '../testing/finished-spans.ts';
import { startTestTracer } from '../testing/start-test-tracer.ts';
import { createAttributeTemplate, type TemplatedSpanOptions } from '../trace/attribute-template.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { createTraceRequestBuffer } from './trace-request-buffer.ts';

// In a file of their own: the cache of the encoder is the module's, and its room goes to the first keys that come.

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

test('attributes that begin with a template arrive once each, whatever is set later', () => {
  const template = createAttributeTemplate({
    'url.scheme': 'http',
    'server.port': 4567,
    'network.transport': 'tcp',
  });
  const keys = fc.constantFrom('url.scheme', 'server.port', 'http.route', 'a', '0', '1', '42', '');
  const changes = fc.array(
    fc.tuple(keys, fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean())),
    { maxLength: 5 },
  );
  const { tracer, ended } = startTestTracer();
  fc.assert(
    fc.property(changes, changes, (sequence, again) => {
      for (const list of [sequence, again]) {
        const options: TemplatedSpanOptions = {
          attributes: { ...template.attributes, 'http.request.method': 'GET' },
          attributeTemplate: template,
        };
        const span = tracer.startSpan('request', options, ROOT_CONTEXT);
        for (const [key, value] of list) span.setAttribute(key, value);
        span.end();
        const finished = ended.at(-1);
        expect(finished && decodeAttributes(finished)).toEqual({ ...finished?.attributes });
      }
    }),
  );
});

test('a template over the limits is cut like any attributes', () => {
  const template = createAttributeTemplate({ a: 'long text', b: 2, c: 3 });
  const { tracer, ended } = startTestTracer({ limits: { maxAttributes: 2, maxAttributeValueLength: 4 } });
  const options: TemplatedSpanOptions = {
    attributes: { ...template.attributes },
    attributeTemplate: template,
  };
  tracer.startSpan('request', options, ROOT_CONTEXT).end();
  expect(ended[0]?.droppedAttributesCount).toBe(1);
  expect(ended[0] && decodeAttributes(ended[0])).toEqual({ a: 'long', b: 2 });
});
