const minSlack = 1024;

/** First in, first out, without moving what is in it for every item that goes. */
export class Fifo<T> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#head];
    this.#head += 1;
    if (this.#head > minSlack && this.#head > this.length) this.retain(() => true);
    return item;
  }

  /** The oldest first. */
  toArray(): readonly T[] {
    return this.#items.slice(this.#head);
  }

  retain(isKept: (item: T) => boolean): void {
    this.#items = this.#items.filter((item, index) => index >= this.#head && isKept(item));
    this.#head = 0;
  }
}
