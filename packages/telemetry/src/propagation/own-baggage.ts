import type { Baggage, BaggageEntry } from '@opentelemetry/api';

/** Baggage that was put together in this process; like the API's own, it is never changed but copied. */
export class OwnBaggage implements Baggage {
  readonly #entries: ReadonlyMap<string, BaggageEntry>;

  constructor(entries: Iterable<readonly [string, BaggageEntry]> = []) {
    this.#entries = new Map(entries);
  }

  getEntry(key: string): BaggageEntry | undefined {
    const entry = this.#entries.get(key);
    return entry && { ...entry };
  }

  getAllEntries(): [string, BaggageEntry][] {
    return [...this.#entries];
  }

  setEntry(key: string, entry: BaggageEntry): Baggage {
    return new OwnBaggage([...this.#entries, [key, entry]]);
  }

  removeEntry(key: string): Baggage {
    return this.removeEntries(key);
  }

  removeEntries(...keys: string[]): Baggage {
    return new OwnBaggage([...this.#entries].filter(([key]) => !keys.includes(key)));
  }

  clear(): Baggage {
    return new OwnBaggage();
  }
}
