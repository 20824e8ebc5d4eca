/** Something that others wait for to become true. */
export interface Condition {
  /** It may have become true. */
  readonly tell: () => void;
  /** Settles as soon as `isTrue`, or after `timeoutMs`. */
  readonly within: (isTrue: () => boolean, timeoutMs: number) => Promise<void>;
}

export function createCondition(): Condition {
  const watchers = new Set<() => void>();
  return {
    tell: () => {
      for (const watcher of watchers) watcher();
    },
    within: async (isTrue, timeoutMs) => {
      if (isTrue()) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const watcher = (): void => {
        if (isTrue()) resolve();
      };
      watchers.add(watcher);
      // Not unreferenced: somebody waits for this one.
      const limit = setTimeout(resolve, timeoutMs);
      await promise;
      clearTimeout(limit);
      watchers.delete(watcher);
    },
  };
}
