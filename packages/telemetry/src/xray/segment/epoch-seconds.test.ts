import { describe, expect, test } from 'vitest';
import { createFinishedSpan } from '../../testing/finished-spans.ts';
import { toDocument } from './fixtures/documents.ts';
import { createSegmentEncoder } from './segment-encoder.ts';

describe('times', () => {
  test.each<[string, [number, number], [number, number], number, number]>([
    [
      'microseconds are kept',
      [1_795_219_200, 1_000],
      [1_795_219_200, 2_000],
      1_795_219_200.000001,
      1_795_219_200.000002,
    ],
    [
      'nanoseconds are rounded',
      [1_795_219_200, 1_499],
      [1_795_219_200, 1_500],
      1_795_219_200.000001,
      1_795_219_200.000002,
    ],
    ['a second is carried', [1_795_219_200, 999_999_999], [1_795_219_201, 0], 1_795_219_201, 1_795_219_201],
    ['an end before the start is the start', [2, 0], [1, 0], 2, 2],
  ])('%s', (_, startTime, endTime, start, end) => {
    expect(toDocument({ startTime, endTime })).toMatchObject({ start_time: start, end_time: end });
  });

  test('no microsecond is lost in the text', () => {
    const encoder = createSegmentEncoder({}, { indexedAttributes: [] });
    for (let micros = 0; micros < 1_000_000; micros += 12_347) {
      const [json] = encoder.encode(createFinishedSpan('s', { startTime: [1_795_219_200, micros * 1000] }));
      const text = /"start_time":(\d+(?:\.\d+)?),/.exec(json ?? '')?.[1];
      expect(Number(text).toFixed(6)).toBe(`1795219200.${String(micros).padStart(6, '0')}`);
      expect(text?.length).toBeLessThanOrEqual(17);
    }
  });
});
