import { unreferenced } from './unreferenced.ts';

/** Pauses that can all be cut short at once. */
export interface Pauses {
  readonly pause: (ms: number) => Promise<void>;
  readonly wake: () => void;
}

export function createPauses(): Pauses {
  const waiting = new Set<() => void>();
  return {
    pause: (ms) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = unreferenced(setTimeout(done, ms));
        waiting.add(done);
      }),
    wake: () => {
      for (const done of waiting) done();
    },
  };
}
