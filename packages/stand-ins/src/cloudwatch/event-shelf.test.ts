import { array, assert, constantFrom, nat, oneof, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { Fifo } from '../fifo.ts';
import { EventShelf, type StoredEvent } from './event-shelf.ts';
import { eventByteLength } from './event-size.ts';

const names = ['a', 'b', 'c'];
const limits = { maxKeptEvents: 5, maxKeptBytes: 200 };

it('keeps the latest events of the streams that are there', () => {
  const name = constantFrom(...names);
  const step = oneof(
    { weight: 4, arbitrary: record({ name, lengths: array(nat(60), { minLength: 1, maxLength: 4 }) }) },
    { weight: 1, arbitrary: record({ name }) },
  );
  assert(
    property(array(step, { maxLength: 30 }), (steps) => {
      const shelf = new EventShelf(limits);
      const streams = new Map(names.map((key) => [key, new Fifo<StoredEvent>()]));
      let expected: { readonly name: string; readonly message: string }[] = [];
      let forgottenCount = 0;
      for (const turn of steps) {
        const stream = streams.get(turn.name) ?? new Fifo<StoredEvent>();
        if (!('lengths' in turn)) {
          shelf.remove(stream);
          streams.set(turn.name, new Fifo());
          expected = expected.filter((event) => event.name !== turn.name);
          continue;
        }
        const messages = turn.lengths.map((length) => 'x'.repeat(length));
        shelf.put(
          stream,
          messages.map((message) => ({ message, timestampMs: 0, ingestedAtMs: 0 })),
        );
        expected.push(...messages.map((message) => ({ name: turn.name, message })));
        while (expected.length > limits.maxKeptEvents || byteLengthOf(expected) > limits.maxKeptBytes) {
          expected.shift();
          forgottenCount += 1;
        }
      }
      const kept = [...streams].map(([key, stream]) => [key, stream.toArray().map(({ message }) => message)]);
      expect(kept).toEqual(
        names.map((key) => [
          key,
          expected.filter((event) => event.name === key).map(({ message }) => message),
        ]),
      );
      expect(shelf.forgottenCount).toBe(forgottenCount);
    }),
  );
});

function byteLengthOf(events: readonly { readonly message: string }[]): number {
  return events.reduce((sum, { message }) => sum + eventByteLength(message), 0);
}
