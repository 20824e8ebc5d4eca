import { Fifo } from '../fifo.ts';
import { eventByteLength } from './event-size.ts';
import type { KeptEvent } from './types.ts';

export interface StoredEvent extends KeptEvent {
  /** In the order of arrival, over all streams. */
  readonly sequence: number;
}

interface Arrival {
  readonly stream: Fifo<StoredEvent>;
  readonly byteLength: number;
}

const minSlack = 1024;

/** Bounds what all streams keep together: the events that came first go first. */
export class EventShelf {
  forgottenCount = 0;
  readonly #limits: { readonly maxKeptEvents: number; readonly maxKeptBytes: number };
  /** Of streams that are gone too, until there are too many of those. */
  readonly #arrivals: Fifo<Arrival> = new Fifo();
  readonly #gone: WeakSet<Fifo<StoredEvent>> = new WeakSet();
  #count = 0;
  #byteLength = 0;
  #nextSequence = 0;

  constructor(limits: { readonly maxKeptEvents: number; readonly maxKeptBytes: number }) {
    this.#limits = limits;
  }

  put(stream: Fifo<StoredEvent>, events: readonly KeptEvent[]): void {
    for (const event of events) {
      const byteLength = eventByteLength(event.message);
      stream.push({ ...event, sequence: this.#nextSequence });
      this.#arrivals.push({ stream, byteLength });
      this.#nextSequence += 1;
      this.#count += 1;
      this.#byteLength += byteLength;
    }
    this.#forgetOldest();
  }

  /** Gives up a stream's events without counting them: somebody deleted it. */
  remove(stream: Fifo<StoredEvent>): void {
    for (const { message } of stream.toArray()) this.#byteLength -= eventByteLength(message);
    this.#count -= stream.length;
    this.#gone.add(stream);
    if (this.#arrivals.length > 2 * this.#count + minSlack) {
      this.#arrivals.retain((arrival) => !this.#gone.has(arrival.stream));
    }
  }

  #forgetOldest(): void {
    while (this.#count > this.#limits.maxKeptEvents || this.#byteLength > this.#limits.maxKeptBytes) {
      const oldest = this.#arrivals.shift();
      if (oldest === undefined) return;
      if (this.#gone.has(oldest.stream)) continue;
      oldest.stream.shift();
      this.#count -= 1;
      this.#byteLength -= oldest.byteLength;
      this.forgottenCount += 1;
    }
  }
}
