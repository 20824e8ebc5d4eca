import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Arrows (or j, k) step through the rows; the row stepped to is scrolled into view, drawn, and then focused. */
export function useListKeys(
  list: RefObject<HTMLElement | null>,
  traceIds: readonly string[],
  scrollToIndex: (index: number) => void,
): (event: KeyboardEvent) => void {
  const target = useRef<string>(undefined);
  const focusTarget = (): void => {
    if (target.current === undefined) return;
    const link = list.current?.querySelector<HTMLElement>(`[data-trace-id="${target.current}"]`);
    if (link === null || link === undefined) return;
    link.focus({ preventScroll: true });
    target.current = undefined;
  };
  // A row far away is drawn only after the list has been scrolled to it.
  useEffect(focusTarget);
  return (event) => {
    const step = STEPS[event.key];
    const focused = event.target instanceof HTMLElement ? event.target.dataset['traceId'] : undefined;
    if (step === undefined || focused === undefined) return;
    event.preventDefault();
    const index = traceIds.indexOf(focused) + step;
    if (traceIds[index] === undefined) return;
    target.current = traceIds[index];
    scrollToIndex(index);
    focusTarget();
  };
}
