/** A timer that does not keep a process alive; where timers are plain numbers, it is as it was. */
export function unreferenced<T>(timer: T): T {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function') {
    timer.unref();
  }
  return timer;
}
