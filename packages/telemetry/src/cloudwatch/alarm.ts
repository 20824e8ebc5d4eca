import { unreferenced } from '../delivery/unreferenced.ts';

/** Rings once: after a while or, when it is urgent, as soon as whoever sets it is done. */
export interface Alarm {
  /** The earlier one holds: what is set already is only moved forward. */
  readonly set: (isUrgent: boolean) => void;
  readonly clear: () => void;
}

export function createAlarm(ring: () => void, delayMs: number): Alarm {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerIsUrgent = false;
  const clear = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    set: (isUrgent) => {
      if (timer !== undefined && (timerIsUrgent || !isUrgent)) return;
      clear();
      timerIsUrgent = isUrgent;
      // What waits must not keep a process alive that has nothing else to do.
      timer = unreferenced(setTimeout(ring, isUrgent ? 0 : delayMs));
    },
    clear,
  };
}
