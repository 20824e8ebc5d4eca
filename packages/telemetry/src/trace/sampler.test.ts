import { ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import type { SamplerSettings } from '../config/sampler-config.ts';
import { withAdoptedRoot, withUndecidedSampling } from './context-keys.ts';
import { createIdGenerator } from './id-generator.ts';
import { createSampler } from './create-sampler.ts';
import { alwaysOffSampler, alwaysOnSampler, type Sampler } from './sampler.ts';

const traceId = '5759e988bd862e3fe1be46a994272793';
const decide = (sampler: Sampler, id = traceId, context = ROOT_CONTEXT): boolean =>
  sampler.shouldSample(context, id, 'span', SpanKind.SERVER, {}, []).decision === 2;
const sampler = (root: SamplerSettings['root'], ratio = 1, parentBased = false): Sampler =>
  createSampler({ root, ratio, parentBased }, () => alwaysOffSampler);

const context = (traceFlags: number, isRemote: boolean, id = traceId): typeof ROOT_CONTEXT =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId: id, spanId: '53995c3f42cd8ad8', traceFlags, isRemote });

test('always_on and always_off', () => {
  expect(decide(sampler('always_on'))).toBe(true);
  expect(decide(sampler('always_off'))).toBe(false);
});

describe('traceidratio', () => {
  const ids = createIdGenerator();
  const sample = Array.from({ length: 20_000 }, () => ids.generateTraceId());

  test.for([0.01, 0.1, 0.5, 0.9])('keeps about %s of our own trace ids', (ratio) => {
    const kept = sample.filter((id) => decide(sampler('traceidratio', ratio), id)).length;
    const deviation = Math.sqrt(sample.length * ratio * (1 - ratio));
    // Seven standard deviations never happen by chance.
    expect(Math.abs(kept - sample.length * ratio)).toBeLessThan(7 * deviation);
  });

  test('0 keeps none, 1 keeps all', () => {
    expect(sample.some((id) => decide(sampler('traceidratio', 0), id))).toBe(false);
    expect(sample.every((id) => decide(sampler('traceidratio', 1), id))).toBe(true);
    expect(decide(sampler('traceidratio', 1), 'f'.repeat(32))).toBe(true);
    expect(decide(sampler('traceidratio', 0), `${'0'.repeat(31)}1`)).toBe(false);
  });

  test('decides alike everywhere, and a higher ratio keeps all that a lower one keeps', () => {
    const low = sampler('traceidratio', 0.2);
    const high = sampler('traceidratio', 0.4);
    const kept = sample.filter((id) => decide(low, id));
    expect(kept).toEqual(sample.filter((id) => decide(sampler('traceidratio', 0.2), id)));
    expect(kept.filter((id) => !decide(high, id))).toEqual([]);
  });

  test('does not depend on the clock in the left half of the id', () => {
    const kept = sample.filter((id) =>
      decide(sampler('traceidratio', 0.5), `${'0'.repeat(16)}${id.slice(16)}`),
    );
    expect(kept).toEqual(sample.filter((id) => decide(sampler('traceidratio', 0.5), id)));
  });
});

describe('parentbased', () => {
  test.for([
    ['always_on', true],
    ['always_off', false],
  ] as const)('%s decides only for roots', ([root, decision]) => {
    const parentBased = sampler(root, 1, true);
    expect(decide(parentBased)).toBe(decision);
    for (const isRemote of [true, false]) {
      expect(decide(parentBased, traceId, context(TraceFlags.SAMPLED, isRemote))).toBe(true);
      expect(decide(parentBased, traceId, context(TraceFlags.NONE, isRemote))).toBe(false);
    }
  });

  test('the root sampler decides where the remote parent left it open, not for its local children', () => {
    const parentBased = sampler('always_on', 1, true);
    expect(decide(parentBased, traceId, withUndecidedSampling(context(TraceFlags.NONE, true)))).toBe(true);
    expect(decide(parentBased, traceId, withUndecidedSampling(context(TraceFlags.NONE, false)))).toBe(false);
    expect(
      decide(sampler('always_off', 1, true), traceId, withUndecidedSampling(context(TraceFlags.NONE, true))),
    ).toBe(false);
  });

  test('a span of another trace in the context is no parent', () => {
    const other = context(TraceFlags.NONE, false, '4bf92f3577b34da6a3ce929d0e0e4736');
    expect(decide(sampler('always_on', 1, true), traceId, other)).toBe(true);
  });

  test("an adopted root's decision counts for that trace", () => {
    const off = sampler('always_off', 1, true);
    const on = sampler('always_on', 1, true);
    expect(decide(off, traceId, withAdoptedRoot(ROOT_CONTEXT, { traceId, sampled: true }))).toBe(true);
    expect(decide(on, traceId, withAdoptedRoot(ROOT_CONTEXT, { traceId, sampled: false }))).toBe(false);
    expect(decide(off, traceId, withAdoptedRoot(ROOT_CONTEXT, { traceId, sampled: 'undecided' }))).toBe(
      false,
    );
    expect(decide(off, 'f'.repeat(32), withAdoptedRoot(ROOT_CONTEXT, { traceId, sampled: true }))).toBe(
      false,
    );
  });
});

test("xray asks X-Ray's sampler for roots only", () => {
  const xray = createSampler({ root: 'xray', ratio: 1, parentBased: true }, () => alwaysOnSampler);
  expect(decide(xray)).toBe(true);
  expect(decide(xray, traceId, context(TraceFlags.NONE, true))).toBe(false);
});

test('samplers name themselves', () => {
  expect(sampler('traceidratio', 0.25, true).toString()).toBe('ParentBased{root=TraceIdRatio{0.25}}');
  expect(sampler('always_on').toString()).toBe('AlwaysOn');
  expect(sampler('always_off').toString()).toBe('AlwaysOff');
});
