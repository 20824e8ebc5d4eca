import { expect, it } from 'vitest';
import { createSpanDetail as span } from './span-fixture.ts';
import { createTimeScale, toPercent } from './time-scale.ts';

it('maps offsets to fractions of the trace', () => {
  const scale = createTimeScale({ durationMs: 20, spans: [span('a', 0, { durationMs: 20 })] });
  expect(scale.at(5)).toBe(0.25);
  expect(toPercent(scale.at(5))).toBe('25.000%');
});

it('makes room for a span that ends after the trace says it does', () => {
  const spans = [span('a', 0, { durationMs: 20 }), span('b', 1, { startOffsetMs: 20, durationMs: 20 })];
  expect(createTimeScale({ durationMs: 20, spans }).at(20)).toBe(0.5);
});

it('keeps everything on the timeline, also in a trace without duration', () => {
  const scale = createTimeScale({ durationMs: 10, spans: [span('a', 0)] });
  expect([scale.at(-3), scale.at(11)]).toEqual([0, 1]);
  expect(createTimeScale({ durationMs: 0, spans: [span('a', 0, { durationMs: 0 })] }).at(0)).toBe(0);
});

it('begins with what starts before the trace, as a document by another clock may', () => {
  const early = span('a', 0, { startOffsetMs: -10, durationMs: 15 });
  const scale = createTimeScale({
    durationMs: 30,
    spans: [span('b', 0, { durationMs: 30 })],
    xray: { documents: [early] },
  });
  expect(scale).toMatchObject({ startMs: -10, extentMs: 40 });
  expect([scale.at(-10), scale.at(0), scale.at(5), scale.at(30)]).toEqual([0, 0.25, 0.375, 1]);
});

it('is one for spans and X-Ray documents, whichever reach further', () => {
  const [short, long] = [span('a', 0, { durationMs: 10 }), span('b', 0, { durationMs: 40 })];
  expect(createTimeScale({ durationMs: 10, spans: [short], xray: { documents: [long] } }).extentMs).toBe(40);
  expect(createTimeScale({ durationMs: 40, spans: [long], xray: { documents: [short] } }).extentMs).toBe(40);
});
