import { array, assert, integer, property } from 'fast-check';
import { expect, it } from 'vitest';
import { Fifo } from './fifo.ts';

it('behaves as an array does, over many turns', () => {
  // Negative: so many are taken out.
  assert(
    property(array(integer({ min: -3000, max: 3000 }), { maxLength: 10 }), (turns) => {
      const fifo = new Fifo<number>();
      const plain: number[] = [];
      for (const turn of turns) {
        for (let count = 0; count < Math.abs(turn); count += 1) {
          if (turn > 0) {
            fifo.push(count);
            plain.push(count);
          } else if (fifo.shift() !== plain.shift()) throw new Error('another one came out');
        }
        expect(fifo.length).toBe(plain.length);
      }
      fifo.retain((item) => item % 2 === 0);
      expect(fifo.toArray()).toEqual(plain.filter((item) => item % 2 === 0));
    }),
  );
});
