import { trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { alwaysOffSampler } from '../trace/sampler.ts';
import { createTestTelemetry } from './create-test-telemetry.ts';

test('collects the spans and log records of the real telemetry, with one trace id', async () => {
  const { telemetry, spans, logs, reset } = createTestTelemetry({ serviceName: 'activities' });
  await telemetry.withSpan('outer', async () => {
    await Promise.resolve();
    telemetry.withSpan('inner', () => telemetry.log.info('hello', { a: 1 }));
  });
  const [inner, outer] = spans();
  expect(telemetry.serviceName).toBe('activities');
  expect(spans().map(({ name }) => name)).toEqual(['inner', 'outer']);
  expect(inner?.parentSpanContext).toEqual(outer?.spanContext());
  expect(logs()).toMatchObject([
    { body: 'hello', traceId: inner?.spanContext().traceId, spanId: inner?.spanContext().spanId },
  ]);
  expect(telemetry.health()).toEqual({ openSpans: 0, sinks: [] });
  reset();
  expect([...spans(), ...logs()]).toEqual([]);
});

test('spansWhen waits for spans that are still to end', async () => {
  const { telemetry, spansWhen } = createTestTelemetry();
  const waiting = spansWhen(2);
  telemetry.withSpan('first', () => undefined);
  await telemetry.withSpan('second', async () => undefined);
  expect((await waiting).map(({ name }) => name)).toEqual(['first', 'second']);
});

test('spansWhen says what there is when not enough spans end in time', async () => {
  const { telemetry, spansWhen } = createTestTelemetry();
  telemetry.withSpan('only', () => undefined);
  await expect(spansWhen(2, 10)).rejects.toThrow('expected 2 spans within 10 ms, got 1: only');
});

test('health counts spans that were never ended', () => {
  const { telemetry } = createTestTelemetry();
  const span = telemetry.tracer.startSpan('forgotten');
  expect(telemetry.health().openSpans).toBe(1);
  span.end();
  expect(telemetry.health().openSpans).toBe(0);
});

test('two of them in one process keep their spans apart', () => {
  const one = createTestTelemetry();
  const two = createTestTelemetry();
  one.telemetry.withSpan('one', () => two.telemetry.withSpan('two', () => undefined));
  expect(one.spans().map(({ name }) => name)).toEqual(['one']);
  expect(two.spans().map(({ name }) => name)).toEqual(['two']);
  expect(two.spans()[0]?.parentSpanContext).toEqual(one.spans()[0]?.spanContext());
});

test('with the telemetry disabled, or an unsampled trace, nothing is recorded and code runs as ever', () => {
  const disabled = createTestTelemetry({ disabled: true });
  const unsampled = createTestTelemetry({ sampler: alwaysOffSampler });
  expect(disabled.telemetry.withSpan('a', () => 1)).toBe(1);
  expect(unsampled.telemetry.withSpan('a', () => trace.getActiveSpan()?.isRecording())).toBe(false);
  expect([...disabled.spans(), ...unsampled.spans()]).toEqual([]);
});

test('reportError logs an error once, however often it is reported', () => {
  const { telemetry, logs } = createTestTelemetry();
  const error = new RangeError('too far');
  telemetry.reportError(error, { 'http.route': '/a' });
  telemetry.reportError(error);
  telemetry.reportError('text');
  telemetry.reportError(undefined);
  expect(logs()).toMatchObject([
    { level: 'error', body: 'too far', attributes: { 'http.route': '/a', 'exception.type': 'RangeError' } },
    { level: 'error', body: 'text' },
    { level: 'error', body: 'undefined' },
  ]);
});
