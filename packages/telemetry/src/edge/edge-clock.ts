import { isWorkerd } from '../runtime.ts';
import { createSystemClock, type Clock } from '../trace/clock.ts';

/**
 * Where the runtime's monotonic clock begins nowhere (workerd says that it began in 1970, or with the isolate, depending
 * on its flags) the wall clock stands for both. It moves with input and output only, and by whole milliseconds: a span
 * of computing alone takes no time there.
 */
export function createEdgeClock(): Clock {
  return isWorkerd() ? { monotonicMs: Date.now, epochOfZeroMs: () => 0 } : createSystemClock();
}
