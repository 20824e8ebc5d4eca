import {
  context as activeContext,
  createTraceState,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  TraceFlags,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { suppressTracing } from '@opentelemetry/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestTracer, testEpochMs } from '../testing/start-test-tracer.ts';
import { withAdoptedRoot } from './context-keys.ts';
import { alwaysOffSampler } from './sampler.ts';

const remote: SpanContext = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
  traceState: createTraceState('a=1'),
};
const under = (parent: SpanContext): Context => trace.setSpanContext(ROOT_CONTEXT, parent);

describe('parents', () => {
  test('without a parent a span starts a trace', () => {
    const { tracer, ended } = startTestTracer();
    const span = tracer.startSpan('root', {}, ROOT_CONTEXT);
    span.end();
    expect(span.spanContext().traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(ended).toHaveLength(1);
    expect(ended[0]).toMatchObject({ name: 'root', kind: SpanKind.INTERNAL, parentSpanContext: undefined });
    expect(ended[0]?.instrumentationScope).toEqual({ name: 'test', version: '1.0.0' });
  });

  test('a parent in the context gives trace id, tracestate and decision', () => {
    const { tracer, ended } = startTestTracer();
    const span = tracer.startSpan('child', { kind: SpanKind.SERVER }, under(remote));
    span.end();
    expect(span.spanContext()).toMatchObject({ traceId: remote.traceId, traceFlags: TraceFlags.SAMPLED });
    expect(span.spanContext().traceState?.serialize()).toBe('a=1');
    expect(span.spanContext().isRemote).toBeFalsy();
    expect(span.spanContext().spanId).not.toBe(remote.spanId);
    expect(ended[0]).toMatchObject({ kind: SpanKind.SERVER, parentSpanContext: remote });
  });

  test.for<readonly [string, Partial<SpanContext>]>([
    ['zero ids', { traceId: '0'.repeat(32), spanId: '0'.repeat(16) }],
    ['a zero trace id', { traceId: '0'.repeat(32) }],
    ['a zero span id', { spanId: '0'.repeat(16) }],
    ['ids that are no hex', { traceId: 'x'.repeat(32) }],
    ['a short id', { spanId: '1234' }],
  ])('a parent with %s is none', ([, wrong]) => {
    const { tracer, ended } = startTestTracer();
    const span = tracer.startSpan('root', {}, under({ ...remote, traceFlags: 0, ...wrong }));
    span.end();
    expect(span.spanContext().traceId).not.toBe(wrong.traceId ?? remote.traceId);
    expect(ended[0]).toMatchObject({ parentSpanContext: undefined });
  });

  test('the root option starts a trace of its own, with its own decision', () => {
    const { tracer, ended } = startTestTracer();
    const span = tracer.startSpan('root', { root: true }, under({ ...remote, traceFlags: TraceFlags.NONE }));
    span.end();
    expect(span.spanContext().traceId).not.toBe(remote.traceId);
    expect(span.spanContext().traceState).toBeUndefined();
    expect(ended[0]).toMatchObject({ name: 'root', parentSpanContext: undefined });
  });

  test('an adopted root gives its trace id to one root span, not to those that ask for a trace of their own', () => {
    const { tracer } = startTestTracer();
    const context = withAdoptedRoot(ROOT_CONTEXT, { traceId: remote.traceId, sampled: 'undecided' });
    const request = tracer.startSpan('request', {}, context);
    const inside = trace.setSpan(context, request);
    expect(request.spanContext().traceId).toBe(remote.traceId);
    expect(tracer.startSpan('child', {}, inside).spanContext().traceId).toBe(remote.traceId);
    expect(tracer.startSpan('job', { root: true }, inside).spanContext().traceId).not.toBe(remote.traceId);
  });

  test("a child is on its parent's clock and never begins before it", () => {
    const { tracer, ended, advance } = startTestTracer();
    const parent = tracer.startSpan('parent', {}, ROOT_CONTEXT);
    advance(0.25);
    const child = tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, parent));
    advance(0.5);
    child.end();
    advance(0.25);
    parent.end();
    const seconds = testEpochMs / 1000 + 1;
    expect(ended.map(({ name, startTime, endTime }) => [name, startTime, endTime])).toEqual([
      ['child', [seconds, 250_000], [seconds, 750_000]],
      ['parent', [seconds, 0], [seconds, 1_000_000]],
    ]);
  });
});

describe('sampling', () => {
  test('an unsampled span records nothing, reaches no sink and says so downstream', () => {
    const { tracer, ended } = startTestTracer({ sampler: alwaysOffSampler });
    const span = tracer.startSpan('root', { attributes: { a: 1 } }, ROOT_CONTEXT);
    expect(span.isRecording()).toBe(false);
    expect(span.spanContext().traceFlags & TraceFlags.SAMPLED).toBe(0);
    expect(span.spanContext().traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(tracer.openSpans()).toBe(0);
    span.setAttribute('b', 2).addEvent('e').end();
    expect(ended).toEqual([]);
    expect(tracer.openSpans()).toBe(0);
  });

  test('children of an unsampled parent are unsampled, in the same trace', () => {
    const { tracer, ended } = startTestTracer();
    const span = tracer.startSpan('child', {}, under({ ...remote, traceFlags: TraceFlags.NONE }));
    span.end();
    expect(span.spanContext()).toMatchObject({ traceId: remote.traceId, traceFlags: TraceFlags.NONE });
    expect(ended).toEqual([]);
  });

  test('the sampler sees what the span starts with, and adds attributes', () => {
    const seen: unknown[] = [];
    const { tracer, ended } = startTestTracer({
      sampler: {
        shouldSample: (_context, traceId, name, kind, attributes, links) => {
          seen.push({ traceId, name, kind, attributes: { ...attributes }, links: links.length });
          return { decision: 2, attributes: { 'sampler.rule': 'x' } };
        },
        toString: () => 'test',
      },
    });
    const options = { kind: SpanKind.CLIENT, attributes: { a: 1 }, links: [{ context: remote }] };
    tracer.startSpan('call', options, under(remote)).end();
    expect(seen).toEqual([
      { traceId: remote.traceId, name: 'call', kind: SpanKind.CLIENT, attributes: { a: 1 }, links: 1 },
    ]);
    expect(ended[0]?.attributes).toEqual({ a: 1, 'sampler.rule': 'x' });
  });

  test('where tracing is suppressed nothing is recorded, here or downstream', () => {
    const { tracer, ended } = startTestTracer();
    const span = tracer.startSpan('child', {}, suppressTracing(under(remote)));
    span.end();
    expect(span.isRecording()).toBe(false);
    expect(span.spanContext()).toMatchObject({ traceId: remote.traceId, traceFlags: TraceFlags.NONE });
    const root = tracer.startSpan('root', {}, suppressTracing(ROOT_CONTEXT));
    expect(trace.isSpanContextValid(root.spanContext())).toBe(true);
    expect(root.isRecording()).toBe(false);
    expect(ended).toEqual([]);
    expect(tracer.openSpans()).toBe(0);
  });

  test('the random flag stands for our ids and is passed on from a parent', () => {
    const { tracer } = startTestTracer();
    expect(tracer.startSpan('root', {}, ROOT_CONTEXT).spanContext().traceFlags).toBe(3);
    expect(tracer.startSpan('child', {}, under({ ...remote, traceFlags: 3 })).spanContext().traceFlags).toBe(
      3,
    );
    expect(tracer.startSpan('child', {}, under({ ...remote, traceFlags: 1 })).spanContext().traceFlags).toBe(
      1,
    );
  });
});

test('openSpans counts sampled spans that have not ended, and an end only once', () => {
  const { tracer, ended } = startTestTracer();
  const first = tracer.startSpan('first', {}, ROOT_CONTEXT);
  const second = tracer.startSpan('second', { startTime: new Date(0) }, ROOT_CONTEXT);
  expect(tracer.openSpans()).toBe(2);
  first.end();
  first.end();
  expect(tracer.openSpans()).toBe(1);
  second.end(new Date(1));
  second.end();
  expect(tracer.openSpans()).toBe(0);
  expect(ended.map(({ name }) => name)).toEqual(['first', 'second']);
});

test('what the caller does to its objects after startSpan changes nothing', () => {
  const { tracer, ended } = startTestTracer();
  const list = ['x'];
  const linkAttributes: Record<string, string> = { l: '1' };
  const attributes: Record<string, string | string[]> = { a: '1', list };
  const links = [{ context: remote, attributes: linkAttributes }];
  const span = tracer.startSpan('root', { attributes, links }, ROOT_CONTEXT);
  attributes['a'] = 'changed';
  attributes['b'] = 'new';
  list.push('y');
  linkAttributes['l'] = 'changed';
  links.pop();
  span.end();
  expect(ended[0]?.attributes).toEqual({ a: '1', list: ['x'] });
  expect(ended[0]?.links).toEqual([{ context: remote, attributes: { l: '1' }, droppedAttributesCount: 0 }]);
});

describe('startActiveSpan', () => {
  beforeEach(() => {
    activeContext.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });
  afterEach(() => activeContext.disable());

  test('takes options and a context or not, makes the span active and returns what the function returns', () => {
    const { tracer, ended } = startTestTracer();
    const outer = tracer.startActiveSpan('outer', (span) => {
      expect(trace.getActiveSpan()).toBe(span);
      const inner = tracer.startActiveSpan('inner', { kind: SpanKind.CLIENT }, (child) => {
        child.end();
        return 1;
      });
      const explicit = tracer.startActiveSpan(
        'explicit',
        { attributes: { a: 1 } },
        under(remote),
        (child) => {
          child.end();
          return 2;
        },
      );
      span.end();
      return [inner, explicit, span.spanContext()] as const;
    });
    expect(outer.slice(0, 2)).toEqual([1, 2]);
    expect(trace.getActiveSpan()).toBeUndefined();
    expect(ended).toMatchObject([
      { name: 'inner', kind: SpanKind.CLIENT, parentSpanContext: outer[2] },
      { name: 'explicit', attributes: { a: 1 }, parentSpanContext: remote },
      { name: 'outer', parentSpanContext: undefined },
    ]);
  });

  test('takes the parent from the active context, also for startSpan', () => {
    const { tracer, ended } = startTestTracer();
    activeContext.with(under(remote), () => tracer.startSpan('child').end());
    expect(ended[0]?.parentSpanContext).toEqual(remote);
  });
});

test('works without a global context manager', () => {
  const { tracer, ended } = startTestTracer();
  const result = tracer.startActiveSpan('alone', (span) => {
    span.end();
    return 'done';
  });
  expect(result).toBe('done');
  expect(ended).toHaveLength(1);
});
