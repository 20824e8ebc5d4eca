/** First in, first out, and cheap at both ends. */
export interface EventDeque<T> {
  readonly length: () => number;
  readonly push: (item: T) => void;
  readonly first: () => T | undefined;
  readonly takeFirst: () => T | undefined;
  readonly takeLast: () => T | undefined;
}

const compactAfter = 1024;

export function createEventDeque<T>(): EventDeque<T> {
  let items: (T | undefined)[] = [];
  let head = 0;
  const reset = (): void => {
    items = [];
    head = 0;
  };
  return {
    length: () => items.length - head,
    push: (item) => {
      items.push(item);
    },
    first: () => items[head],
    takeFirst: () => {
      const item = items[head];
      if (item === undefined) return undefined;
      // What was taken must not stay in memory until the array is compacted.
      items[head] = undefined;
      head += 1;
      if (head === items.length) reset();
      else if (head >= compactAfter && head * 2 >= items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    takeLast: () => {
      if (head === items.length) return undefined;
      const item = items.pop();
      if (head === items.length) reset();
      return item;
    },
  };
}
