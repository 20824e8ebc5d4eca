import { array, assert, nat, property } from 'fast-check';
import { expect, it } from 'vitest';
import { KeptList } from './kept-list.ts';

it('keeps the latest that fit, and counts the others', () => {
  assert(
    property(array(nat(40)), nat(10), nat(100), (byteLengths, maxCount, maxBytes) => {
      const list = new KeptList<number>({ maxCount, maxBytes });
      byteLengths.forEach((byteLength, index) => list.push(index, byteLength));
      expect(list.items.length + list.droppedCount).toBe(byteLengths.length);
      expect(list.items).toEqual(byteLengths.map((_, index) => index).slice(list.droppedCount));
      expect(list.items.length).toBeLessThanOrEqual(maxCount);
      const kept = byteLengths.slice(list.droppedCount).reduce((sum, byteLength) => sum + byteLength, 0);
      expect(kept).toBeLessThanOrEqual(maxBytes);
    }),
  );
});
