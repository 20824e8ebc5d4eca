import { unreferenced } from './unreferenced.ts';

/** What counts as the answer of an attempt that has none. */
export interface Unanswered<Answer> {
  /** It was given up, and may still be at work. */
  readonly givenUp: Answer;
  readonly failed: (error: unknown) => Answer;
}

/** One attempt, over when its time has passed or `stop` says so, even if it ignores its signal. Never rejects. */
export async function attemptWithin<Answer>(
  attempt: (signal: AbortSignal) => Promise<Answer>,
  timeoutMs: number,
  { givenUp, failed }: Unanswered<Answer>,
  stop?: AbortSignal,
): Promise<Answer> {
  const abort = new AbortController();
  const { promise: aborted, resolve } = Promise.withResolvers<Answer>();
  const giveUp = (): void => {
    abort.abort();
    resolve(givenUp);
  };
  stop?.addEventListener('abort', giveUp, { once: true });
  const limit = unreferenced(setTimeout(giveUp, timeoutMs));
  try {
    if (stop?.aborted) giveUp();
    return await Promise.race([attempt(abort.signal), aborted]);
  } catch (error) {
    // What it threw when it was cut off says nothing more.
    return abort.signal.aborted ? givenUp : failed(error);
  } finally {
    clearTimeout(limit);
    stop?.removeEventListener('abort', giveUp);
  }
}
