import { propagation, ROOT_CONTEXT, TraceFlags } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { createIdGenerator } from '../trace/id-generator.ts';
import { createSystemClock } from '../trace/clock.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { createLeanTracer } from '../trace/lean-tracer.ts';
import { createParentBasedSampler } from '../trace/parent-based-sampler.ts';
import { alwaysOffSampler, alwaysOnSampler } from '../trace/sampler.ts';
import { defaultSpanLimits } from '../trace/span-limits.ts';
import { extractTraceContext } from './extract.ts';
import { allFormats, type InboundTrust, type PropagationFormat } from './propagation-settings.ts';

const w3cTrace = '4bf92f3577b34da6a3ce929d0e0e4736';
const w3cSpan = '00f067aa0ba902b7';
const xrayTrace = '5759e988bd862e3fe1be46a994272793';
const xraySpan = '53995c3f42cd8ad8';
const xrayRoot = '1-5759e988-bd862e3fe1be46a994272793';

const w3c = (flags = '01'): Record<string, string> => ({ traceparent: `00-${w3cTrace}-${w3cSpan}-${flags}` });
const xray = (rest: string): Record<string, string> => ({ 'x-amzn-trace-id': `Root=${xrayRoot};${rest}` });

interface Served {
  readonly traceId: string;
  readonly parent: string | undefined;
  readonly sampled: boolean;
  readonly traceState: string | undefined;
  readonly links: readonly string[];
  readonly incomingRoot: unknown;
  readonly baggage: string | undefined;
}

/** What becomes of a request with these headers: the context is judged by the server span that starts from it. */
function serve(
  headers: Record<string, string>,
  {
    trust = 'continue',
    formats = allFormats,
    rootSampler = alwaysOnSampler,
  }: {
    trust?: InboundTrust;
    formats?: ReadonlySet<PropagationFormat>;
    rootSampler?: typeof alwaysOnSampler;
  } = {},
): Served {
  const ended: FinishedSpan[] = [];
  const tracer = createLeanTracer({
    clock: createSystemClock(),
    ids: createIdGenerator(),
    sampler: createParentBasedSampler(rootSampler),
    limits: defaultSpanLimits,
    scope: { name: 'test' },
    onEnd: (span) => ended.push(span),
  });
  const { context, links, attributes } = extractTraceContext(ROOT_CONTEXT, (name) => headers[name], {
    formats,
    inboundTrust: trust,
  });
  const span = tracer.startSpan('request', {}, context);
  const { traceId, traceFlags, traceState } = span.spanContext();
  span.end();
  return {
    traceId: [w3cTrace, xrayTrace].includes(traceId) ? traceId : 'new',
    parent: ended[0]?.parentSpanContext?.spanId,
    sampled: (traceFlags & TraceFlags.SAMPLED) !== 0,
    traceState: traceState?.serialize(),
    links: links.map((link) => `${link.context.traceId}/${link.context.spanId}/${link.context.traceFlags}`),
    incomingRoot: attributes?.['aws.xray.incoming_root'],
    baggage: propagation.getBaggage(context)?.getEntry('user')?.value,
  };
}

const nothing: Served = {
  traceId: 'new',
  parent: undefined,
  sampled: true,
  traceState: undefined,
  links: [],
  incomingRoot: undefined,
  baggage: undefined,
};
const fromW3c: Served = { ...nothing, traceId: w3cTrace, parent: w3cSpan };
const fromXray: Served = { ...nothing, traceId: xrayTrace, parent: xraySpan };
const w3cLink = `${w3cTrace}/${w3cSpan}/1`;
const xrayLink = (flags: number): string => `${xrayTrace}/${xraySpan}/${flags}`;
const equal = { 'x-amzn-trace-id': `Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=${w3cSpan};Sampled=1` };
const malformed = { traceparent: `00-${w3cTrace.toUpperCase()}-${w3cSpan}-01` };

describe('continue', () => {
  test.for<readonly [string, Record<string, string>, Served]>([
    ['no header', {}, nothing],
    ['W3C', w3c(), fromW3c],
    ['W3C, unsampled', w3c('00'), { ...fromW3c, parent: undefined, sampled: false }],
    ['W3C malformed', malformed, nothing],
    ['X-Ray, Sampled=1', xray(`Parent=${xraySpan};Sampled=1`), fromXray],
    [
      'X-Ray, Sampled=0',
      xray(`Parent=${xraySpan};Sampled=0`),
      { ...fromXray, parent: undefined, sampled: false },
    ],
    ['X-Ray, Sampled=?', xray(`Parent=${xraySpan};Sampled=?`), fromXray],
    ['X-Ray without Sampled', xray(`Parent=${xraySpan}`), fromXray],
    ['bare Root: a root span of that trace', xray(''), { ...nothing, traceId: xrayTrace }],
    ['bare Root, Sampled=1', xray('Sampled=1'), { ...nothing, traceId: xrayTrace }],
    ['bare Root, Sampled=0', xray('Sampled=0'), { ...nothing, traceId: xrayTrace, sampled: false }],
    ['bare Root, Sampled=?', xray('Sampled=?'), { ...nothing, traceId: xrayTrace }],
    ['Parent without Root', { 'x-amzn-trace-id': `Parent=${xraySpan};Sampled=1` }, nothing],
    ['X-Ray malformed', { 'x-amzn-trace-id': 'Root=1-zz;Parent=1' }, nothing],
    ['both, equal', { ...w3c(), ...equal }, fromW3c],
    [
      'both, equal, X-Ray in another spelling',
      { ...w3c(), 'x-amzn-trace-id': `parent=${xraySpan}; root=1-4BF92F35-77B34DA6A3CE929D0E0E4736` },
      fromW3c,
    ],
    [
      'both, equal trace, X-Ray unsampled',
      { ...w3c(), 'x-amzn-trace-id': equal['x-amzn-trace-id'].replace('Sampled=1', 'Sampled=0') },
      fromW3c,
    ],
    [
      'both, different: X-Ray becomes a link',
      { ...w3c(), ...xray(`Parent=${xraySpan};Sampled=1`) },
      { ...fromW3c, links: [xrayLink(1)] },
    ],
    [
      'both, different, X-Ray unsampled',
      { ...w3c(), ...xray(`Parent=${xraySpan};Sampled=0`) },
      { ...fromW3c, links: [xrayLink(0)] },
    ],
    [
      'both, different, X-Ray sampled, W3C not',
      { ...w3c('00'), ...xray(`Parent=${xraySpan};Sampled=1`) },
      { ...fromW3c, parent: undefined, sampled: false, links: [xrayLink(1)] },
    ],
    ['both, bare Root', { ...w3c(), ...xray('Self=1') }, { ...fromW3c, incomingRoot: xrayRoot }],
    ['W3C malformed, X-Ray valid', { ...malformed, ...xray(`Parent=${xraySpan};Sampled=1`) }, fromXray],
    ['W3C valid, X-Ray malformed', { ...w3c(), 'x-amzn-trace-id': 'Root=x' }, fromW3c],
    ['tracestate', { ...w3c(), tracestate: 'a=1' }, { ...fromW3c, traceState: 'a=1' }],
    ['tracestate malformed', { ...w3c(), tracestate: 'a=1,B' }, fromW3c],
    ['tracestate without traceparent', { tracestate: 'a=1' }, nothing],
    [
      'tracestate is not carried over to X-Ray',
      { ...malformed, tracestate: 'a=1', ...xray(`Parent=${xraySpan};Sampled=1`) },
      fromXray,
    ],
    ['baggage alone', { baggage: 'user=ada' }, { ...nothing, baggage: 'ada' }],
    [
      'baggage with a malformed traceparent',
      { ...malformed, baggage: 'user=ada' },
      { ...nothing, baggage: 'ada' },
    ],
    ['baggage malformed', { ...w3c(), baggage: 'user="ada"' }, fromW3c],
  ])('%s', ([, headers, expected]) => {
    expect(serve(headers)).toEqual(expected);
  });

  test.for([
    ['Sampled=?', xray(`Parent=${xraySpan};Sampled=?`), false],
    ['no Sampled', xray(`Parent=${xraySpan}`), false],
    ['bare Root', xray(''), false],
    ['Sampled=1', xray(`Parent=${xraySpan};Sampled=1`), true],
    ['bare Root, Sampled=1', xray('Sampled=1'), true],
    ['W3C', w3c(), true],
    ['no header', {}, false],
  ] as const)('the root sampler decides only where the caller did not: %s', ([, headers, sampled]) => {
    expect(serve(headers, { rootSampler: alwaysOffSampler }).sampled).toBe(sampled);
  });
});

describe('link', () => {
  test.for<readonly [string, Record<string, string>, Served]>([
    ['no header', {}, nothing],
    ['W3C', w3c(), { ...nothing, links: [w3cLink] }],
    [
      'W3C with tracestate and baggage',
      { ...w3c(), tracestate: 'a=1', baggage: 'user=ada' },
      { ...nothing, links: [w3cLink] },
    ],
    ['X-Ray', xray(`Parent=${xraySpan};Sampled=1`), { ...nothing, links: [xrayLink(1)] }],
    [
      'X-Ray, unsampled: ours is sampled all the same',
      xray(`Parent=${xraySpan};Sampled=0`),
      { ...nothing, links: [xrayLink(0)] },
    ],
    ['bare Root', xray(''), { ...nothing, incomingRoot: xrayRoot }],
    ['both, equal', { ...w3c(), ...equal }, { ...nothing, links: [w3cLink] }],
    [
      'both, different',
      { ...w3c(), ...xray(`Parent=${xraySpan};Sampled=1`) },
      { ...nothing, links: [w3cLink, xrayLink(1)] },
    ],
    [
      'W3C and bare Root',
      { ...w3c(), ...xray('') },
      { ...nothing, links: [w3cLink], incomingRoot: xrayRoot },
    ],
    ['malformed', malformed, nothing],
  ])('%s', ([, headers, expected]) => {
    expect(serve(headers, { trust: 'link' })).toEqual(expected);
  });
});

test('ignore: nothing from outside has any effect', () => {
  const headers = {
    ...w3c('00'),
    ...xray(`Parent=${xraySpan};Sampled=1`),
    tracestate: 'a=1',
    baggage: 'user=ada',
  };
  expect(serve(headers, { trust: 'ignore' })).toEqual(nothing);
});

describe('formats', () => {
  const headers = {
    ...w3c(),
    ...xray(`Parent=${xraySpan};Sampled=1`),
    tracestate: 'a=1',
    baggage: 'user=ada',
  };
  const w3cAlone = { ...fromW3c, traceState: 'a=1' };
  const only = (...formats: PropagationFormat[]): Served => serve(headers, { formats: new Set(formats) });

  test('each format is read only where it is switched on', () => {
    expect(only()).toEqual(nothing);
    expect(only('tracecontext')).toEqual(w3cAlone);
    expect(only('xray')).toEqual(fromXray);
    expect(only('baggage')).toEqual({ ...nothing, baggage: 'ada' });
    expect(only('tracecontext', 'baggage')).toEqual({ ...w3cAlone, baggage: 'ada' });
    expect(only('xray', 'baggage')).toEqual({ ...fromXray, baggage: 'ada' });
    expect(only('xray', 'tracecontext')).toEqual({ ...w3cAlone, links: [xrayLink(1)] });
  });
});

test('a header that is null, as in Headers.get, is absent', () => {
  const settings = { formats: allFormats, inboundTrust: 'continue' } as const;
  const { context } = extractTraceContext(ROOT_CONTEXT, () => null, settings);
  expect(context).toBe(ROOT_CONTEXT);
});
