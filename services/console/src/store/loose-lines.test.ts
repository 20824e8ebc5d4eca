import { expect, it } from 'vitest';
import { parseLogLine } from '../receive/parse-log-line.ts';
import { LooseLines } from './loose-lines.ts';

const source = { group: 'g', stream: 's', timestampMs: 0 };

it('keeps the latest lines within count and bytes, and counts what went', () => {
  const lines = new LooseLines({ maxLines: 3, maxBytes: 100_000 });
  for (const id of ['a', 'b', 'c', 'd']) expect(lines.add(parseLogLine(id, source, () => id))).toBe(true);
  expect(lines.add(parseLogLine('d', source, () => 'd'))).toBe(false);
  expect(lines.latest().map(({ id }) => id)).toEqual(['d', 'c', 'b']);
  lines.add(parseLogLine('x'.repeat(49_000), source, () => 'large'));
  expect(lines.latest().map(({ id }) => id)).toEqual(['large']);
  expect([lines.count, lines.evictedCount]).toEqual([1, 4]);
});
