import { expect, it } from 'vitest';
import { parseCpuList } from './pinning.ts';

it.each([
  ['0,1', [0, 1]],
  ['0-2,5', [0, 1, 2, 5]],
  ['3', [3]],
  ['', []],
])('reads the CPU list %j', (list, numbers) => {
  expect(parseCpuList(list)).toEqual(numbers);
});
