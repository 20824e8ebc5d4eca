import type { Batch, BatchEvent } from './cut-batch.ts';
import { bufferedBytesOf } from './log-event.ts';
import type { QueuedEvent } from './event-queue.ts';

/** Events that have left the queue and have not come to an end. */
export interface EventsInHand {
  readonly length: () => number;
  readonly bytes: () => number;
  readonly take: (batch: Batch) => void;
  /** Some of a batch came to an end. */
  readonly settled: (events: readonly BatchEvent[]) => void;
  /** Nobody works on this batch any more. */
  readonly putDown: (batch: Batch) => void;
  readonly clear: () => void;
  readonly first: () => QueuedEvent | undefined;
  /** Whether no batch that somebody works on has an event up to this one. */
  readonly isPast: (sequence: number) => boolean;
}

export function createEventsInHand(): EventsInHand {
  const batches = new Set<Batch>();
  let length = 0;
  let bytes = 0;
  return {
    length: () => length,
    bytes: () => bytes,
    take: (batch) => {
      batches.add(batch);
      length += batch.events.length;
      bytes += batch.bufferedBytes;
    },
    settled: (events) => {
      length -= events.length;
      for (const { event } of events) bytes -= bufferedBytesOf(event);
    },
    putDown: (batch) => {
      batches.delete(batch);
    },
    clear: () => {
      batches.clear();
      length = 0;
      bytes = 0;
    },
    first: () => [...batches].map(({ events }) => events[0]).find((event) => event !== undefined),
    isPast: (sequence) =>
      [...batches].every(({ events }) => events.every((event) => event.sequence > sequence)),
  };
}
