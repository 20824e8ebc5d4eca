import { eventByteLength } from './event-size.ts';
import type { KeptEvent } from './types.ts';

export interface StoredEvent extends KeptEvent {
  /** In the order of arrival, over all streams. */
  readonly sequence: number;
}

interface Arrival {
  readonly stream: StoredEvent[];
  readonly event: StoredEvent;
  readonly byteLength: number;
}

/** Bounds what all streams keep together: the events that came first go first. */
export class EventShelf {
  forgottenCount = 0;
  readonly #limits: { readonly maxKeptEvents: number; readonly maxKeptBytes: number };
  readonly #arrivals = new Map<number, Arrival>();
  #byteLength = 0;
  #nextSequence = 0;

  constructor(limits: { readonly maxKeptEvents: number; readonly maxKeptBytes: number }) {
    this.#limits = limits;
  }

  put(stream: StoredEvent[], events: readonly KeptEvent[]): void {
    for (const kept of events) {
      const event = { ...kept, sequence: this.#nextSequence };
      const byteLength = eventByteLength(event.message);
      this.#nextSequence += 1;
      this.#byteLength += byteLength;
      stream.push(event);
      this.#arrivals.set(event.sequence, { stream, event, byteLength });
    }
    this.#forgetOldest();
  }

  /** Forgets a stream's events without counting them: somebody deleted it. */
  remove(stream: readonly StoredEvent[]): void {
    for (const { sequence } of stream) this.#release(sequence);
  }

  #forgetOldest(): void {
    const forgottenOf = new Map<StoredEvent[], number>();
    for (const [sequence, { stream }] of this.#arrivals) {
      const isFull = this.#arrivals.size > this.#limits.maxKeptEvents;
      if (!isFull && this.#byteLength <= this.#limits.maxKeptBytes) break;
      this.#release(sequence);
      this.forgottenCount += 1;
      forgottenOf.set(stream, (forgottenOf.get(stream) ?? 0) + 1);
    }
    // A stream holds its events in the order of arrival: the oldest are the first.
    for (const [stream, count] of forgottenOf) stream.splice(0, count);
  }

  #release(sequence: number): void {
    this.#byteLength -= this.#arrivals.get(sequence)?.byteLength ?? 0;
    this.#arrivals.delete(sequence);
  }
}
