import { expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';
import { formatCount } from './count.ts';

it.each([
  [1, '1 span'],
  [0, '0 spans'],
  [10_000, '10,000 spans'],
])('counts %d as %s', (count, text) => {
  expect(formatCount(count, 'span')).toBe(text);
});

it('takes an irregular plural', () => {
  expect(formatCount(2, 'entry', 'entries')).toBe('2 entries');
});

it.each([
  [512, '512 B'],
  [2048, '2.0 KiB'],
  [64 * 1024 ** 2, '64.0 MiB'],
])('shows %d bytes as %s', (byteCount, text) => {
  expect(formatBytes(byteCount)).toBe(text);
});
