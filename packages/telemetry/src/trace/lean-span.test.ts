import {
  ROOT_CONTEXT,
  SpanStatusCode,
  type AttributeValue,
  type HrTime,
  type Span,
  type TimeInput,
} from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { startTestTracer, testEpochMs } from '../testing/start-test-tracer.ts';
import type { FinishedSpan } from './finished-span.ts';
import type { SpanLimits } from './span-limits.ts';

/** The span as it reaches the sinks after `act`. */
function finish(act: (span: Span) => void, limits: Partial<SpanLimits> = {}): FinishedSpan {
  const { tracer, ended } = startTestTracer({ limits });
  const span = tracer.startSpan('span', {}, ROOT_CONTEXT);
  act(span);
  span.end();
  const [finished] = ended;
  if (finished === undefined) throw new Error('the span did not reach the sink');
  return finished;
}

/** A value that the API's types forbid and JavaScript callers give all the same. */
const untyped = (value: unknown): AttributeValue => value as AttributeValue;
const seconds = testEpochMs / 1000;
const context = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', traceFlags: 1 };

describe('attributes', () => {
  test('keeps every kind of value, the last one of a key', () => {
    const list = ['a', null, 'b'];
    const { attributes, droppedAttributesCount } = finish((span) => {
      span
        .setAttribute('s', 'first')
        .setAttribute('s', 'text')
        .setAttribute('n', 1.5)
        .setAttribute('b', false);
      span.setAttributes({ list, none: [], numbers: [1, 2], bools: [true], undefined: undefined });
      list.push('later');
    });
    expect(attributes).toEqual({
      s: 'text',
      n: 1.5,
      b: false,
      list: ['a', null, 'b'],
      none: [],
      numbers: [1, 2],
      bools: [true],
    });
    expect(droppedAttributesCount).toBe(0);
  });

  test.for([
    ['an object', {}],
    ['a function', () => undefined],
    ['a symbol', Symbol('s')],
    ['a bigint', 1n],
    ['a mixed array', ['a', 1]],
    ['a nested array', [['a']]],
    ['an array of objects', [{}]],
  ] as const)('drops and counts %s', ([, value]) => {
    expect(finish((span) => span.setAttribute('key', untyped(value)))).toMatchObject({
      attributes: {},
      droppedAttributesCount: 1,
    });
    const { tracer, ended } = startTestTracer();
    tracer.startSpan('span', { attributes: { key: untyped(value) } }, ROOT_CONTEXT).end();
    expect(ended[0]).toMatchObject({ attributes: {}, droppedAttributesCount: 1 });
  });

  test('null and undefined are no values, an empty key is dropped', () => {
    const finished = finish((span) => {
      span.setAttribute('a', untyped(null)).setAttribute('b', untyped(undefined)).setAttribute('', 'x');
      span.setAttributes({ c: untyped(null), d: undefined });
    });
    expect(finished).toMatchObject({ attributes: {}, droppedAttributesCount: 1 });
  });

  test('drops new keys over the limit and counts them; known keys still change', () => {
    const finished = finish(
      (span) => span.setAttributes({ a: 1, b: 2, c: 3, d: 4 }).setAttribute('a', 5).setAttribute('e', 6),
      { maxAttributes: 2 },
    );
    expect(finished).toMatchObject({ attributes: { a: 5, b: 2 }, droppedAttributesCount: 3 });
  });

  test('counts keys that every object of JavaScript has', () => {
    const finished = finish((span) => span.setAttributes({ constructor: 1, toString: 2, a: 3 }), {
      maxAttributes: 2,
    });
    expect({ ...finished.attributes }).toEqual({ constructor: 1, toString: 2 });
    expect(finished.droppedAttributesCount).toBe(1);
  });

  test('the limit covers the attributes of the start and those set later together', () => {
    const { tracer, ended } = startTestTracer({ limits: { maxAttributes: 3 } });
    const span = tracer.startSpan('span', { attributes: { a: 1, b: 2 } }, ROOT_CONTEXT);
    span.setAttributes({ c: 3, d: 4 }).end();
    expect(ended[0]).toMatchObject({ attributes: { a: 1, b: 2, c: 3 }, droppedAttributesCount: 1 });
  });

  test('cuts long strings, alone, in arrays, at the start, in events and in links', () => {
    const limits = { maxAttributeValueLength: 3 };
    const { attributes, events, links } = finish((span) => {
      span.setAttributes({ text: 'abcdef', list: ['abcd', 'x'], number: 123_456 });
      span.addEvent('e', { text: 'abcdef' }).addLink({ context, attributes: { text: 'abcdef' } });
    }, limits);
    expect(attributes).toEqual({ text: 'abc', list: ['abc', 'x'], number: 123_456 });
    expect(events[0]?.attributes).toEqual({ text: 'abc' });
    expect(links[0]?.attributes).toEqual({ text: 'abc' });
    const { tracer, ended } = startTestTracer({ limits });
    tracer.startSpan('span', { attributes: { text: 'abcdef', list: ['abcd'] } }, ROOT_CONTEXT).end();
    expect(ended[0]?.attributes).toEqual({ text: 'abc', list: ['abc'] });
  });
});

describe('events and links', () => {
  test('take their own attributes, within the limits', () => {
    const attributes: Record<string, AttributeValue> = { a: 1, b: 2, c: 3 };
    const finished = finish(
      (span) => {
        span.addEvent('plain').addEvent('rich', attributes).addLink({ context, attributes });
        span.addLinks([{ context }, { context, attributes: { bad: untyped({}) } }]);
        attributes['a'] = 'changed';
      },
      { maxAttributes: 2 },
    );
    expect(finished.events).toMatchObject([
      { name: 'plain', attributes: {}, droppedAttributesCount: 0 },
      { name: 'rich', attributes: { a: 1, b: 2 }, droppedAttributesCount: 1 },
    ]);
    expect(finished.links).toMatchObject([
      { context, attributes: { a: 1, b: 2 }, droppedAttributesCount: 1 },
      { context },
      { context, attributes: {}, droppedAttributesCount: 1 },
    ]);
  });

  test('over the limit are dropped and counted', () => {
    const finished = finish(
      (span) => {
        for (const name of ['a', 'b', 'c']) span.addEvent(name);
        span.addLinks([{ context }, { context }, { context }]);
      },
      { maxEvents: 2, maxLinks: 1 },
    );
    expect(finished.events.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(finished).toMatchObject({ droppedEventsCount: 1, droppedLinksCount: 2 });
    const { tracer, ended } = startTestTracer({ limits: { maxLinks: 1 } });
    tracer.startSpan('span', { links: [{ context }, { context }] }, ROOT_CONTEXT).end();
    expect(ended[0]?.links).toHaveLength(1);
    expect(ended[0]?.droppedLinksCount).toBe(1);
  });

  test('events take their time from the clock, from the second or from the third argument', () => {
    const { tracer, ended, advance } = startTestTracer();
    const span = tracer.startSpan('span', {}, ROOT_CONTEXT);
    advance(2);
    span.addEvent('now').addEvent('second', new Date(testEpochMs)).addEvent('third', { a: 1 }, [seconds, 2]);
    span.addEvent('both', [seconds, 4], [seconds, 6]);
    span.end();
    expect(ended[0]?.events.map(({ name, time }) => [name, time])).toEqual([
      ['now', [seconds + 1, 2_000_000]],
      ['second', [seconds, 0]],
      ['third', [seconds, 2]],
      ['both', [seconds, 6]],
    ]);
  });
});

describe('times', () => {
  test.for<readonly [string, TimeInput, HrTime]>([
    ['a Date', new Date(testEpochMs + 5), [seconds, 5_000_000]],
    ['an HrTime', [seconds + 7, 123_456_789], [seconds + 7, 123_456_789]],
    ['epoch milliseconds', testEpochMs + 1500, [seconds + 1, 500_000_000]],
    ['milliseconds of the monotonic clock', 1500.5, [seconds + 1, 500_500_000]],
    ['a Date long before the process', new Date(1_500_000_000_000), [1_500_000_000, 0]],
    ['epoch milliseconds long before the process', 1_500_000_000_000, [1_500_000_000, 0]],
  ])('start and end take %s', ([, time, expected]) => {
    const { tracer, ended } = startTestTracer();
    const span = tracer.startSpan('span', { startTime: time }, ROOT_CONTEXT);
    span.end(time);
    span.end();
    expect(ended).toHaveLength(1);
    expect(ended[0]).toMatchObject({ startTime: expected, endTime: expected });
  });

  test('a time that is none is now', () => {
    const { tracer, ended } = startTestTracer();
    tracer.startSpan('span', { startTime: new Date(Number.NaN) }, ROOT_CONTEXT).end(Number.NaN);
    expect(ended[0]).toMatchObject({ startTime: [seconds + 1, 0], endTime: [seconds + 1, 0] });
  });

  test('an end before the start is the start', () => {
    const { tracer, ended } = startTestTracer();
    tracer.startSpan('span', { startTime: [seconds + 10, 5] }, ROOT_CONTEXT).end([seconds + 9, 0]);
    expect(ended[0]?.endTime).toEqual([seconds + 10, 5]);
  });
});

describe('status', () => {
  const { UNSET, OK, ERROR } = SpanStatusCode;
  test.for([
    [[], { code: UNSET }],
    [[{ code: ERROR, message: 'm' }], { code: ERROR, message: 'm' }],
    [[{ code: ERROR, message: 'm' }, { code: ERROR }], { code: ERROR }],
    [[{ code: ERROR, message: 'm' }, { code: OK }], { code: OK }],
    [[{ code: OK }, { code: ERROR, message: 'm' }], { code: OK }],
    [[{ code: OK, message: 'm' }], { code: OK }],
    [[{ code: ERROR }, { code: UNSET }], { code: ERROR }],
  ] as const)('after %j it is %j', ([statuses, expected]) => {
    expect(finish((span) => statuses.forEach((status) => span.setStatus(status))).status).toEqual(expected);
  });
});

test('nothing changes a span that has ended', () => {
  const { tracer, ended, advance } = startTestTracer();
  const span = tracer.startSpan('span', { attributes: { a: 1 } }, ROOT_CONTEXT);
  span.end();
  const [finished] = ended;
  const before = JSON.stringify([finished, finished?.endTime]);
  advance(10);
  span
    .setAttribute('b', 2)
    .setAttributes({ a: 2 })
    .addEvent('e')
    .addLink({ context })
    .addLinks([{ context }]);
  span.setStatus({ code: SpanStatusCode.ERROR }).updateName('other').recordException(new Error('late'));
  span.end();
  expect(JSON.stringify([finished, finished?.endTime])).toBe(before);
  expect(span.isRecording()).toBe(false);
  expect(ended).toHaveLength(1);
});

test('updateName changes the name, isRecording is true until the end', () => {
  const finished = finish((span) => {
    expect(span.isRecording()).toBe(true);
    span.updateName('GET /api/activities/:id');
  });
  expect(finished.name).toBe('GET /api/activities/:id');
});

const typeError = new TypeError('bad');

test.for<readonly [string, unknown, Record<string, unknown>]>([
  [
    'an error',
    typeError,
    { 'exception.type': 'TypeError', 'exception.message': 'bad', 'exception.stacktrace': typeError.stack },
  ],
  ['a text', 'oops', { 'exception.type': 'string', 'exception.message': 'oops' }],
  ['null', null, { 'exception.type': 'null', 'exception.message': 'null' }],
  ['an object without prototype', Object.create(null), { 'exception.type': 'object' }],
  [
    'an object whose getters throw',
    {
      get message(): string {
        throw new Error('gotcha');
      },
      toString: () => {
        throw new Error('gotcha');
      },
    },
    { 'exception.message': 'a value that cannot be shown' },
  ],
])('recordException never throws and describes %s', ([, thrown, expected]) => {
  const { events } = finish((span) => span.recordException(thrown as Error));
  expect(events).toMatchObject([{ name: 'exception', attributes: expected }]);
});

test.for(['db.query.text', 'user.id', 'error.type', 'http.route', 'app.note'])(
  'a secret in %s is redacted, set or given at the start',
  (key) => {
    const { tracer } = startTestTracer();
    const span = tracer.startSpan('span', { attributes: { [key]: 'password=canary' } }, ROOT_CONTEXT);
    expect(span).toMatchObject({ attributes: { [key]: 'password=[redacted]' } });
    span.setAttribute(key, 'token=canary');
    expect(span).toMatchObject({ attributes: { [key]: 'token=[redacted]' } });
    span.end();
  },
);

test('a secret in a link is redacted, added or given at the start', () => {
  const { tracer } = startTestTracer();
  const link = { context, attributes: { note: 'password=canary', token: 'canary' } };
  const span = tracer.startSpan('span', { links: [link] }, ROOT_CONTEXT).addLink(link);
  const attributes = { note: 'password=[redacted]', token: '[redacted]' };
  expect(span).toMatchObject({ links: [{ attributes }, { attributes }] });
  span.end();
});

test('a secret in a name is redacted, whoever gives it', () => {
  const { tracer } = startTestTracer();
  const span = tracer.startSpan('load https://u:canary@h/');
  expect(span).toMatchObject({ name: 'load https://[redacted]@h/' });
  expect(span.updateName('retry ?token=canary')).toMatchObject({ name: 'retry ?token=[redacted]' });
  span.end();
  expect(span.updateName('late')).toMatchObject({ name: 'retry ?token=[redacted]' });
});
