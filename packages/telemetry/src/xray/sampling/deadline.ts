import { unreferenced } from '../../delivery/unreferenced.ts';

/**
 * Does `work` with a signal that aborts after `timeoutMs` or with `outer`. Rejects then at once, even if `work` does
 * not heed the signal.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (reason: string): void => {
    inner.abort();
    reject(new Error(reason));
  };
  const stop = (): void => end('stopped');
  const timer = unreferenced(setTimeout(end, timeoutMs, `no answer in ${timeoutMs} ms`));
  outer.addEventListener('abort', stop, { once: true });
  if (outer.aborted) stop();
  try {
    // The deadline comes first: its reason says more than the abort that it causes.
    return await Promise.race([ended, work(inner.signal)]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', stop);
  }
}
