import { inspect } from 'node:util';
import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { exceptionAttributes } from '../../trace/exception-attributes.ts';
import type { FinishedSpan, FinishedSpanEvent } from '../../trace/finished-span.ts';
import { localParent, toDocument, type Setting } from './fixtures/documents.ts';

const time: FinishedSpanEvent['time'] = [1_795_219_200, 123_456_789];
const exception = (attributes: Attributes): FinishedSpanEvent => ({ name: 'exception', time, attributes });
const id: unknown = expect.stringMatching(/^[0-9a-f]{16}$/);
const error = { code: SpanStatusCode.ERROR } as const;

const causeOf = (span: Partial<FinishedSpan>, setting?: Setting): unknown => toDocument(span, setting).cause;

test('an exception event becomes an exception, whatever the status', () => {
  const attributes = {
    'exception.type': 'TypeError',
    'exception.message': 'no',
    'exception.stacktrace': 'TypeError: no\n    at f (file:///app/x.js:10:5)',
  };
  const expected = {
    exceptions: [
      { id, type: 'TypeError', message: 'no', stack: [{ path: 'file:///app/x.js', line: 10, label: 'f' }] },
    ],
  };
  expect(causeOf({ events: [exception(attributes)] })).toEqual(expected);
  expect(causeOf({ events: [exception(attributes)], status: { ...error, message: 'other' } })).toEqual(
    expected,
  );
});

test.each([
  [SpanKind.CLIENT, true],
  [SpanKind.PRODUCER, true],
  [SpanKind.SERVER, undefined],
  [SpanKind.CONSUMER, undefined],
  [SpanKind.INTERNAL, undefined],
])('kind %i: remote is %s', (kind, remote) => {
  const events = [exception({ 'exception.message': 'no' })];
  const cause = causeOf({ kind, parentSpanContext: localParent, events });
  expect(cause).toEqual({ exceptions: [{ id, message: 'no', ...(remote && { remote }) }] });
});

describe('a span without exceptions', () => {
  test.each<readonly [string, Partial<FinishedSpan>, unknown]>([
    [
      'with a message of its status',
      { status: { ...error, message: 'no' }, attributes: { 'error.type': 'E' } },
      { exceptions: [{ id, type: 'E', message: 'no' }] },
    ],
    [
      'with the text of its HTTP status',
      { status: error, attributes: { 'http.status_text': 'Teapot' } },
      { exceptions: [{ id, message: 'Teapot' }] },
    ],
    ['without a message', { status: error }, undefined],
    ['with a message and no error', { status: { code: SpanStatusCode.UNSET, message: 'no' } }, undefined],
    ['with other events', { events: [{ name: 'retry', time }] }, undefined],
  ])('%s', (_, span, expected) => {
    expect(causeOf(span)).toEqual(expected);
  });
});

test('ids are the span’s own, differ from each other, and stay when the span is sent again', () => {
  const events = [exception({ 'exception.message': 'a' }), exception({ 'exception.message': 'b' })];
  const idsOf = (spanId: string): readonly string[] => {
    const { cause } = toDocument({ events, spanContext: () => ({ ...localParent, spanId }) });
    return typeof cause === 'object' ? (cause.exceptions ?? []).map((each) => each.id) : [];
  };
  const ids = [...idsOf('53995c3f42cd8ad8'), ...idsOf('53995c3f42cd8ad9')];
  expect(ids).toHaveLength(4);
  expect(new Set([...ids, '53995c3f42cd8ad8', '53995c3f42cd8ad9']).size).toBe(6);
  expect(idsOf('53995c3f42cd8ad8')).toEqual(ids.slice(0, 2));
});

test('a printed chain of causes is a chain of exceptions', () => {
  const outer = new Error('outer', { cause: new RangeError('inner\nof two lines', { cause: 'just text' }) });
  const attributes = { ...exceptionAttributes(outer), 'exception.stacktrace': inspect(outer) };
  const { cause } = toDocument({ events: [exception(attributes), exception({ 'exception.type': 'Next' })] });
  const exceptions = typeof cause === 'object' ? (cause.exceptions ?? []) : [];
  expect(exceptions.map(({ type, message }) => [type, message])).toEqual([
    ['Error', 'outer'],
    ['RangeError', 'inner\nof two lines'],
    [undefined, "'just text'"],
    ['Next', undefined],
  ]);
  expect(exceptions.map((each) => each.cause)).toEqual([
    exceptions[1]?.id,
    exceptions[2]?.id,
    undefined,
    undefined,
  ]);
  expect(exceptions[1]?.stack?.[0]?.path).toMatch(/cause\.test\.ts$/);
});

test('an error as our tracer records it', () => {
  const thrown = new TypeError('several\nlines');
  const { cause } = toDocument({ events: [exception(exceptionAttributes(thrown))] });
  const [only] = typeof cause === 'object' ? (cause.exceptions ?? []) : [];
  expect(only).toMatchObject({ type: 'TypeError', message: 'several\nlines' });
  expect(only?.stack?.[0]?.path).toMatch(/cause\.test\.ts$/);
});

test('a long stack is cut and says by how much', () => {
  const stack = `Error: x${'\n    at f (/app/x.js:1:2)'.repeat(60)}`;
  const events = [exception({ 'exception.message': 'x', 'exception.stacktrace': stack })];
  expect(causeOf({ events })).toMatchObject({ exceptions: [{ stack: { length: 50 }, truncated: 10 }] });
});

describe('a failed attempt of the AWS SDK', () => {
  const events = [
    {
      name: 'HTTP request failure',
      time,
      attributes: { 'http.response.status_code': 503, 'aws.http.error_message': 'slow down' },
    },
  ];
  test('is an exception', () => {
    const attributes = { 'rpc.system': 'aws-api' };
    expect(causeOf({ kind: SpanKind.CLIENT, parentSpanContext: localParent, attributes, events })).toEqual({
      exceptions: [
        { id, type: 'aws.http.error.event', message: '503@1795219200.123456@slow down', remote: true },
      ],
    });
  });

  test('is an event like others elsewhere', () => {
    const document = toDocument({ events });
    expect(document.cause).toBeUndefined();
    expect(document.metadata?.['otel']).toMatchObject({ events: [{ name: 'HTTP request failure' }] });
  });
});

test('the working directory comes from the resource', () => {
  const resource = { 'process.working_directory': '/app' };
  const events = [exception({ 'exception.message': 'x' })];
  expect(causeOf({ events }, { resource })).toEqual({
    working_directory: '/app',
    exceptions: [{ id, message: 'x' }],
  });
});
