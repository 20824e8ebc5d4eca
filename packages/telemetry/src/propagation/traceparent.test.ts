import { defaultTextMapGetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanIds, traceIds } from '../testing/arbitraries.ts';
import { parseTraceparent, toTraceparent } from './traceparent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

test('reads the example of the specification', () => {
  expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({
    traceId,
    spanId,
    traceFlags: 1,
    isRemote: true,
  });
});

test.for([
  ['empty', ''],
  ['not a traceparent', 'hello'],
  ['no flags', `00-${traceId}-${spanId}`],
  ['empty flags', `00-${traceId}-${spanId}-`],
  ['one flag digit', `00-${traceId}-${spanId}-1`],
  ['three flag digits', `00-${traceId}-${spanId}-011`],
  ['flags that are no hex', `00-${traceId}-${spanId}-0g`],
  ['upper-case flags', `00-${traceId}-${spanId}-0A`],
  ['upper-case trace id', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['upper-case span id', `00-${traceId}-${spanId.toUpperCase()}-01`],
  ['zero trace id', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['zero span id', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
  ['long trace id', `00-${traceId}0-${spanId}-01`],
  ['short span id', `00-${traceId}-${spanId.slice(1)}-01`],
  ['long span id', `00-${traceId}-${spanId}0-01`],
  ['trace id that is no hex', `00-${traceId.slice(0, 31)}.-${spanId}-01`],
  ['version 00 with more after it', `00-${traceId}-${spanId}-01-what`],
  ['version 00 with a dash after it', `00-${traceId}-${spanId}-01-`],
  ['version 00 with a newline after it', `00-${traceId}-${spanId}-01\n`],
  ['two headers joined', `00-${traceId}-${spanId}-01,00-${traceId}-${spanId}-01`],
  ['underscores', `00_${traceId}_${spanId}_01`],
  ['version ff', `ff-${traceId}-${spanId}-01`],
  ['upper-case version', `CC-${traceId}-${spanId}-01`],
  ['one version digit', `0-${traceId}-${spanId}-01`],
  ['three version digits', `000-${traceId}-${spanId}-01`],
  ['blank before', ` 00-${traceId}-${spanId}-01`],
  ['blank after', `00-${traceId}-${spanId}-01 `],
  ['later version with text right after the flags', `cc-${traceId}-${spanId}-01.what`],
  ['later version, two headers joined', `cc-${traceId}-${spanId}-01, cc-${traceId}-${spanId}-01`],
  ['later version with a zero trace id', `cc-${'0'.repeat(32)}-${spanId}-01`],
] as const)('refuses: %s', ([, header]) => {
  expect(parseTraceparent(header)).toBeUndefined();
});

test.for<string>(['', '-', '-what-the-future-will-be-like'])(
  'reads a later version as far as 00 goes: %j',
  (rest) => {
    expect(parseTraceparent(`cc-${traceId}-${spanId}-01${rest}`)).toMatchObject({
      traceId,
      spanId,
      traceFlags: 1,
    });
  },
);

test.for([
  ['00', 0],
  ['01', 1],
  ['02', 2],
  ['03', 3],
  ['08', 0],
  ['09', 1],
  ['ff', 3],
] as const)('keeps of the flags %s only sampled and random', ([flags, expected]) => {
  const context = parseTraceparent(`00-${traceId}-${spanId}-${flags}`);
  expect(context?.traceFlags).toBe(expected);
  expect(context && toTraceparent(context)).toBe(`00-${traceId}-${spanId}-0${expected}`);
});

test('never sends flags that Level 2 does not know', () => {
  expect(toTraceparent({ traceId, spanId, traceFlags: 0xff })).toBe(`00-${traceId}-${spanId}-03`);
});

test('agrees with the propagator of OpenTelemetry on every valid header, and reads what it writes', () => {
  const oracle = new W3CTraceContextPropagator();
  fc.assert(
    fc.property(traceIds, spanIds, fc.integer({ min: 0, max: 3 }), (someTraceId, someSpanId, traceFlags) => {
      const context = { traceId: someTraceId, spanId: someSpanId, traceFlags };
      const header = toTraceparent(context);
      const theirs = oracle.extract(ROOT_CONTEXT, { traceparent: header }, defaultTextMapGetter);
      expect(parseTraceparent(header)).toEqual({ ...context, isRemote: true });
      expect(parseTraceparent(header)).toEqual(trace.getSpanContext(theirs));
    }),
  );
});
