import { createTraceState, propagation, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileText, spanIds, traceIds } from '../testing/arbitraries.ts';
import { extractTraceContext } from './extract.ts';
import { injectTraceContext } from './inject.ts';
import { allFormats } from './propagation-settings.ts';

const settings = { formats: allFormats, inboundTrust: 'continue' } as const;
const traceId = '5759e988bd862e3fe1be46a994272793';
const spanId = '53995c3f42cd8ad8';

const extract = (headers: Readonly<Record<string, string | undefined>>): Context =>
  extractTraceContext(ROOT_CONTEXT, (name) => headers[name], settings).context;

test('writes the same ids and decision in every format', () => {
  const spanContext = { traceId, spanId, traceFlags: 3, traceState: createTraceState('a=1,b=2') };
  const context = propagation.setBaggage(
    trace.setSpanContext(ROOT_CONTEXT, spanContext),
    propagation.createBaggage({ user: { value: 'ada & co' } }),
  );
  expect(injectTraceContext(context, settings)).toEqual({
    traceparent: `00-${traceId}-${spanId}-03`,
    tracestate: 'a=1,b=2',
    'x-amzn-trace-id': `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=${spanId};Sampled=1`,
    baggage: 'user=ada%20%26%20co',
  });
});

test('writes only the formats that are switched on', () => {
  const context = propagation.setBaggage(
    trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 }),
    propagation.createBaggage({ user: { value: 'ada' } }),
  );
  const namesWith = (...formats: ('xray' | 'tracecontext' | 'baggage')[]): string[] =>
    Object.keys(injectTraceContext(context, { formats: new Set(formats) }));
  expect(namesWith()).toEqual([]);
  expect(namesWith('xray')).toEqual(['x-amzn-trace-id']);
  expect(namesWith('tracecontext')).toEqual(['traceparent']);
  expect(namesWith('baggage')).toEqual(['baggage']);
});

test('writes no trace headers without a valid span, and baggage all the same', () => {
  const invalid = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '0'.repeat(32),
    spanId: '0'.repeat(16),
    traceFlags: 0,
  });
  expect(injectTraceContext(ROOT_CONTEXT, settings)).toEqual({});
  const baggage = propagation.createBaggage({ user: { value: 'ada' } });
  expect(injectTraceContext(propagation.setBaggage(invalid, baggage), settings)).toEqual({
    baggage: 'user=ada',
  });
});

test('what is injected is extracted as the same parent', () => {
  fc.assert(
    fc.property(
      traceIds,
      spanIds,
      fc.integer({ min: 0, max: 3 }),
      hostileText,
      (ids, span, traceFlags, value) => {
        const traceState = createTraceState('vendor=x');
        const parent = { traceId: ids, spanId: span, traceFlags, traceState };
        const context = propagation.setBaggage(
          trace.setSpanContext(ROOT_CONTEXT, parent),
          propagation.createBaggage({ key: { value } }),
        );
        const found = extract(injectTraceContext(context, settings));
        expect(trace.getSpanContext(found)).toMatchObject({
          traceId: ids,
          spanId: span,
          traceFlags,
          isRemote: true,
        });
        expect(trace.getSpanContext(found)?.traceState?.serialize()).toBe('vendor=x');
        expect(propagation.getBaggage(found)?.getEntry('key')?.value).toBe(value.toWellFormed());
      },
    ),
  );
});

const nearlyValid = {
  traceparent: ['00', '01', 'ff', '-', traceId, spanId, '01', '00000000000000000000000000000000'],
  tracestate: ['a', '=', ',', 'a=1', 'b@c', ' ', '\t', 'é', 'z'.repeat(250)],
  baggage: ['a=1', ',', ';', '=', '%', '%41', '%ff', '"', '\\', ' ', 'p=q', 'k'.repeat(3000)],
  'x-amzn-trace-id': [
    'Root=',
    '1-5759e988-bd862e3fe1be46a994272793',
    ';',
    'Parent=',
    spanId,
    'Sampled=',
    '1',
    '?',
    ' ',
  ],
};

const headerText = (name: keyof typeof nearlyValid): fc.Arbitrary<string | undefined> =>
  fc.option(
    fc.oneof(
      hostileText,
      fc
        .array(fc.oneof(fc.constantFrom(...nearlyValid[name]), hostileText), { maxLength: 20 })
        .map((parts) => parts.join('')),
    ),
    { nil: undefined },
  );

test('no header text makes it throw; whatever comes in, valid headers that read back the same go out', () => {
  const headers = fc.record({
    traceparent: headerText('traceparent'),
    tracestate: headerText('tracestate'),
    baggage: headerText('baggage'),
    'x-amzn-trace-id': headerText('x-amzn-trace-id'),
  });
  fc.assert(
    fc.property(headers, (incoming) => {
      const outgoing = injectTraceContext(extract(incoming), settings);
      for (const value of Object.values(outgoing)) expect(value).toMatch(/^[\t\x20-\x7e]+$/);
      expect(outgoing['traceparent'] ?? '').toMatch(/^(00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3])?$/);
      expect(injectTraceContext(extract(outgoing), settings)).toEqual(outgoing);
    }),
    { numRuns: 1000 },
  );
});

const bytes = 8192;
const fill = (unit: string, end = ''): string =>
  unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes - end.length) + end;

function medianMs(headers: Readonly<Record<string, string>>): number {
  const times = Array.from({ length: 25 }, () => {
    const startMs = performance.now();
    extract(headers);
    return performance.now() - startMs;
  }).toSorted((a, b) => a - b);
  return times[12] ?? 0;
}

test.for([
  ['traceparent', fill('0')],
  ['traceparent', `cc-${traceId}-${spanId}-01${fill('-')}`.slice(0, bytes)],
  ['tracestate', `a=${fill(' ', 'b')}`.slice(0, bytes)],
  ['tracestate', `a=1${fill(' ', 'x')}`.slice(0, bytes)],
  ['tracestate', fill(',')],
  ['tracestate', fill(' \t,')],
  [
    'tracestate',
    Array.from({ length: 32 }, (_, index) => `k${index}=${'v'.repeat(250)}`)
      .join(',')
      .slice(0, bytes),
  ],
  ['baggage', `a=1;p${fill(' ', '"')}`.slice(0, bytes)],
  ['baggage', `a=1;p=${fill(' ', '"')}`.slice(0, bytes)],
  ['baggage', `a=${fill('%')}`.slice(0, bytes)],
  ['baggage', `a=${fill('%f0')}`.slice(0, bytes)],
  ['baggage', fill(',')],
  ['baggage', `a=1${fill(';')}`.slice(0, bytes)],
  ['x-amzn-trace-id', fill(';')],
  ['x-amzn-trace-id', fill(' ')],
] as const)('8 KB of hostile %s take no longer than their length', ([name, value]) => {
  const valid = { traceparent: `00-${traceId}-${spanId}-01` };
  const headers = name === 'traceparent' ? { traceparent: value } : { ...valid, [name]: value };
  medianMs(headers);
  // Linear work takes 5 to 300 us here; one quadratic expression takes 30 ms. The bound leaves room for a busy machine.
  expect(medianMs(headers)).toBeLessThan(5);
});
