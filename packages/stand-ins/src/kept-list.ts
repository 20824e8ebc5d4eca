export interface KeptListLimits {
  readonly maxCount: number;
  /** Of what the owner says that an item takes. */
  readonly maxBytes: number;
}

/** The latest things that came in, within bounds; the oldest go first, and are counted. */
export class KeptList<T> {
  readonly items: T[] = [];
  droppedCount = 0;
  #byteLengths: number[] = [];
  #byteLength = 0;
  readonly #limits: KeptListLimits;

  constructor(limits: KeptListLimits) {
    this.#limits = limits;
  }

  push(item: T, byteLength = 0): void {
    this.items.push(item);
    this.#byteLengths.push(byteLength);
    this.#byteLength += byteLength;
    while (this.items.length > this.#limits.maxCount || this.#byteLength > this.#limits.maxBytes) {
      if (this.items.length === 0) break;
      this.items.shift();
      this.#byteLength -= this.#byteLengths.shift() ?? 0;
      this.droppedCount += 1;
    }
  }
}
