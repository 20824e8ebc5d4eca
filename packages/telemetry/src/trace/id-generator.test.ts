import { isValidSpanId, isValidTraceId } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIdGenerator } from './id-generator.ts';

test('trace ids begin with the seconds of the clock, as X-Ray wants them', () => {
  let nowMs = 1_795_219_200_999;
  const ids = createIdGenerator(() => nowMs);
  expect(ids.generateTraceId().slice(0, 8)).toBe((1_795_219_200).toString(16));
  nowMs += 1;
  expect(ids.generateTraceId().slice(0, 8)).toBe((1_795_219_201).toString(16));
});

test('every id is valid, at any time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_294_967_295 }), (seconds) => {
      const ids = createIdGenerator(() => seconds * 1000);
      expect(isValidTraceId(ids.generateTraceId())).toBe(true);
      expect(isValidSpanId(ids.generateSpanId())).toBe(true);
    }),
  );
});

test('100 000 ids of each kind are valid and all different', () => {
  const ids = createIdGenerator();
  const count = 100_000;
  const traceIds = new Set<string>();
  const spanIds = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    traceIds.add(ids.generateTraceId());
    spanIds.add(ids.generateSpanId());
  }
  expect(traceIds.size).toBe(count);
  expect(spanIds.size).toBe(count);
  expect([...traceIds].every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  expect([...spanIds].every((id) => /^[0-9a-f]{16}$/.test(id))).toBe(true);
});

test('every random digit takes every value about equally often', () => {
  const ids = createIdGenerator();
  const counts = Array.from({ length: 16 }, () => Array.from({ length: 16 }, () => 0));
  const samples = 16_000;
  for (let index = 0; index < samples; index += 1) {
    const id = ids.generateSpanId();
    counts.forEach((row, position) => {
      const digit = Number.parseInt(id.charAt(position), 16);
      row[digit] = (row[digit] ?? 0) + 1;
    });
  }
  // 1000 expected, standard deviation 31: ten deviations never happen by chance.
  for (const count of counts.flat()) expect(Math.abs(count - samples / 16)).toBeLessThan(310);
});
