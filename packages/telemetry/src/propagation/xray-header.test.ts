import { defaultTextMapGetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanIds, traceIds } from '../testing/arbitraries.ts';
import { parseXRayHeader, startsWithRoot, toXRayHeader } from './xray-header.ts';

const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const traceId = '5759e988bd862e3fe1be46a994272793';
const spanId = '53995c3f42cd8ad8';
const whole = { traceId, spanId, sampled: true };

test.for([
  ['the usual spelling', `${root};Parent=${spanId};Sampled=1`],
  ['any order', `Sampled=1;Parent=${spanId};${root}`],
  ['any case of names', `ROOT=${root.slice(5)};parent=${spanId};sAmPlEd=1`],
  ['upper-case ids', `Root=${root.slice(5).toUpperCase()};Parent=${spanId.toUpperCase()};Sampled=1`],
  ['blanks', `  ${root} ; Parent = ${spanId} ;\tSampled=1 `],
  [
    'unknown fields',
    `Self=1-67891234-12456789abcdef012345678;${root};Lineage=a:1|b:2;Parent=${spanId};Sampled=1;x`,
  ],
  ['empty fields', `;;${root};;Parent=${spanId};Sampled=1;`],
  [
    'a repeated header: the first',
    `${root};Parent=${spanId};Sampled=1,Root=1-00000001-000000000000000000000001`,
  ],
] as const)('reads %s', ([, header]) => {
  expect(parseXRayHeader(header)).toEqual(whole);
});

test.for([
  ['Sampled=1', true],
  ['Sampled=0', false],
  ['Sampled=?', 'undecided'],
  ['Sampled=', 'undecided'],
  ['Sampled=2', 'undecided'],
  ['', 'undecided'],
] as const)('the decision of %j is %s', ([field, sampled]) => {
  expect(parseXRayHeader(`${root};Parent=${spanId};${field}`)).toEqual({ ...whole, sampled });
});

test.for([
  ['only a root', root],
  ['a parent that is no hex', `${root};Parent=xxxxxxxxxxxxxxxx`],
  ['a short parent', `${root};Parent=${spanId.slice(1)}`],
  ['a zero parent', `${root};Parent=0000000000000000`],
] as const)('reads the root alone of %s', ([, header]) => {
  expect(parseXRayHeader(header)).toEqual({ traceId, sampled: 'undecided' });
});

test.for([
  ['nothing', ''],
  ['no root', `Parent=${spanId};Sampled=1`],
  ['another version', root.replace('1-', '2-')],
  ['a short epoch', 'Root=1-5759e98-bd862e3fe1be46a994272793'],
  ['a short random part', 'Root=1-5759e988-bd862e3fe1be46a99427279'],
  ['no dashes', `Root=1${traceId}`],
  ['no hex', 'Root=1-5759e98g-bd862e3fe1be46a994272793'],
  ['zeros', 'Root=1-00000000-000000000000000000000000'],
  ['more than 512 characters', `${root};x=${'y'.repeat(512)}`],
  ['a line break in the root', 'Root=1-5759e988\r\n-bd862e3fe1be46a994272793'],
] as const)('refuses %s', ([, header]) => {
  expect(parseXRayHeader(header)).toBeUndefined();
});

test('a value from the header cannot reach another header', () => {
  const parsed = parseXRayHeader(`${root};Parent=${spanId};Sampled=1\r\nX-Evil: 1`);
  expect(parsed).toEqual({ ...whole, sampled: 'undecided' });
});

test('agrees with the propagator of OpenTelemetry on every valid header, and reads what it writes', () => {
  const oracle = new AWSXRayPropagator();
  fc.assert(
    fc.property(traceIds, spanIds, fc.boolean(), (someTraceId, someSpanId, sampled) => {
      const header = toXRayHeader({ traceId: someTraceId, spanId: someSpanId, traceFlags: sampled ? 1 : 0 });
      const carrier = { 'x-amzn-trace-id': header };
      const theirs = trace.getSpanContext(oracle.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter));
      expect(parseXRayHeader(header)).toEqual({ traceId: someTraceId, spanId: someSpanId, sampled });
      expect(theirs).toMatchObject({ traceId: someTraceId, spanId: someSpanId, traceFlags: sampled ? 1 : 0 });
      expect(startsWithRoot(header, someTraceId)).toBe(true);
    }),
  );
});

test('the random flag does not reach the decision', () => {
  expect(toXRayHeader({ traceId, spanId, traceFlags: 2 })).toMatch(/Sampled=0$/);
  expect(toXRayHeader({ traceId, spanId, traceFlags: 3 })).toMatch(/Sampled=1$/);
});

test('startsWithRoot never takes another trace for this one', () => {
  expect(startsWithRoot(root, traceId)).toBe(true);
  expect(startsWithRoot(`${root}0`, traceId)).toBe(false);
  expect(startsWithRoot(root.replace('5759', '5758'), traceId)).toBe(false);
  expect(startsWithRoot(root.slice(0, -1), traceId)).toBe(false);
});
