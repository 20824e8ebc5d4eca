import { useState, type FocusEvent, type PointerEvent } from 'react';

export interface ReadingHandlers {
  readonly onPointerOver: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
  readonly onScrolled: (scrolled: boolean) => void;
}

/** Where the pointer or the focus means that someone reads: the list, and the button that brings in new rows. */
const READING_PLACES = '.trace-head, .trace-rows, .waiting-button';

/** Calls `onReading` with true while someone has the pointer or the focus on a row, or has scrolled down. */
export function useReading(
  initiallyScrolled: boolean,
  onReading: (reading: boolean) => void,
): ReadingHandlers {
  const [attention, setAttention] = useState({ pointer: false, focus: false, scrolled: initiallyScrolled });
  const attend = (change: Partial<typeof attention>): void => {
    const next = { ...attention, ...change };
    const isReading = next.pointer || next.focus || next.scrolled;
    setAttention(next);
    if (isReading !== (attention.pointer || attention.focus || attention.scrolled)) onReading(isReading);
  };
  return {
    onPointerOver: ({ target }) => attend({ pointer: isReadingPlace(target) }),
    onPointerLeave: () => attend({ pointer: false }),
    onFocus: ({ target }) => attend({ focus: isReadingPlace(target) }),
    onBlur: () => attend({ focus: false }),
    onScrolled: (scrolled) => attend({ scrolled }),
  };
}

function isReadingPlace(target: EventTarget): boolean {
  return target instanceof Element && target.closest(READING_PLACES) !== null;
}
