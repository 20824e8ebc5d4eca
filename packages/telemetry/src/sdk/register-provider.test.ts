import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  TraceFlags,
  type Context,
} from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allFormats } from '../propagation/propagation-settings.ts';
import { startTestTracer, type TestTracer } from '../testing/start-test-tracer.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { createParentBasedSampler } from '../trace/parent-based-sampler.ts';
import { alwaysOnSampler, type Sampler } from '../trace/sampler.ts';
import { defaultSpanLimits } from '../trace/span-limits.ts';
import { registerProvider, type RegisteredProvider } from './register-provider.ts';

const formats = allFormats;
const resource = { 'service.name': 'test' };

function register(
  onEnd: (span: FinishedSpan) => void,
  sampler: Sampler = createParentBasedSampler(alwaysOnSampler),
  limits = defaultSpanLimits,
): RegisteredProvider {
  return registerProvider({ resource, sampler, limits, formats, onEnd });
}

describe('while it is registered', () => {
  let sink: FinishedSpan[] = [];
  let provider: RegisteredProvider;
  let ours: TestTracer;

  beforeEach(() => {
    sink = [];
    provider = register((span) => sink.push(span));
    ours = startTestTracer();
  });
  afterEach(() => provider.unregister());

  test('a span of the global API under a span of ours joins its trace and reaches the sink', () => {
    const theirs = trace.getTracer('pg', '8.0.0');
    ours.tracer.startActiveSpan('request', (request) => {
      theirs.startActiveSpan('query', { kind: SpanKind.CLIENT, attributes: { a: 1 } }, (span) => span.end());
      request.end();
    });
    const [request] = ours.ended;
    expect(sink).toMatchObject([{ name: 'query', kind: SpanKind.CLIENT, attributes: { a: 1 } }]);
    expect(sink[0]?.spanContext().traceId).toBe(request?.spanContext().traceId);
    expect(sink[0]?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(sink[0]?.instrumentationScope).toMatchObject({ name: 'pg', version: '8.0.0' });
  });

  test('a span of ours under a span of the global API joins its trace', () => {
    trace.getTracer('job').startActiveSpan('job', (job) => {
      ours.tracer.startActiveSpan('step', (span) => span.end());
      job.end();
    });
    expect(ours.ended[0]?.parentSpanContext?.spanId).toBe(sink[0]?.spanContext().spanId);
    expect(ours.ended[0]?.spanContext().traceId).toBe(sink[0]?.spanContext().traceId);
  });

  test('an unsampled span of ours leaves those below it out', () => {
    const unsampled = {
      traceId: '5759e988bd862e3fe1be46a994272793',
      spanId: '53995c3f42cd8ad8',
      traceFlags: TraceFlags.NONE,
    };
    context.with(trace.setSpanContext(ROOT_CONTEXT, unsampled), () => {
      trace.getTracer('pg').startSpan('query').end();
      ours.tracer.startSpan('step').end();
    });
    expect([...sink, ...ours.ended]).toEqual([]);
  });

  test('trace ids have the shape of X-Ray', () => {
    const span = trace.getTracer('job').startSpan('job', { root: true });
    const seconds = Number.parseInt(span.spanContext().traceId.slice(0, 8), 16);
    span.end();
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(60);
  });

  test('the global propagator takes traceparent before an X-Ray header', () => {
    const extracted = propagation.extract(ROOT_CONTEXT, {
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0',
      baggage: 'user=ada',
    });
    expect(trace.getSpanContext(extracted)?.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(propagation.getBaggage(extracted)?.getEntry('user')?.value).toBe('ada');
  });
});

test('the limits of spans are the same for everyone', async () => {
  const sink: FinishedSpan[] = [];
  const limits = { maxAttributes: 2, maxAttributeValueLength: 3, maxEvents: 1, maxLinks: 1 };
  const provider = register((span) => sink.push(span), alwaysOnSampler, limits);
  const span = trace.getTracer('t').startSpan('s', { attributes: { a: 'abcdef', b: 1, c: 2 } });
  span.addEvent('e', { a: 1, b: 2, c: 3 }).addEvent('f').end();
  await provider.unregister();
  expect(sink[0]).toMatchObject({
    attributes: { a: 'abc', b: 1 },
    droppedAttributesCount: 1,
    droppedEventsCount: 1,
  });
  expect(Object.keys(sink[0]?.events[0]?.attributes ?? {}).length).toBeLessThanOrEqual(2);
});

test('after unregister the globals are free again, and a span that still ends reaches nobody', async () => {
  const first: FinishedSpan[] = [];
  const provider = register((span) => first.push(span));
  await provider.unregister();
  expect(trace.getTracer('t').startSpan('s').isRecording()).toBe(false);
  expect(context.with(ROOT_CONTEXT.setValue(Symbol.for('k'), 1), () => context.active())).toBe(ROOT_CONTEXT);
  const carrier: Record<string, string> = {};
  const parent: Context = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '1'.repeat(32),
    spanId: '1'.repeat(16),
    traceFlags: 1,
  });
  propagation.inject(parent, carrier);
  expect(carrier).toEqual({});

  const second: FinishedSpan[] = [];
  const again = register((span) => second.push(span));
  trace.getTracer('t').startSpan('s').end();
  await again.unregister();
  expect(second).toHaveLength(1);
  expect(first).toEqual([]);
});

test('it leaves alone what someone else has registered', async () => {
  const owner: FinishedSpan[] = [];
  const guest: FinishedSpan[] = [];
  const first = register((span) => owner.push(span));
  const second = register((span) => guest.push(span));
  await second.unregister();
  trace.getTracer('t').startActiveSpan('s', (span) => {
    expect(trace.getActiveSpan()).toBe(span);
    span.end();
  });
  await first.unregister();
  expect(owner).toHaveLength(1);
  expect(guest).toEqual([]);
});
