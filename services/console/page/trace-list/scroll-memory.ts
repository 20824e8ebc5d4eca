/** Where the list was scrolled to, kept while a trace is on screen in its stead. */
export interface ScrollMemory {
  readonly recall: () => number;
  readonly keep: (scrollTop: number) => void;
}

export function createScrollMemory(): ScrollMemory {
  let kept = 0;
  return {
    recall: () => kept,
    keep: (scrollTop) => {
      kept = scrollTop;
    },
  };
}
