import { describeFailure } from './failure.ts';
import type { SendOutcome } from './delivery.ts';
import { unreferenced } from './unreferenced.ts';

export interface Attempt {
  readonly outcome: SendOutcome;
  /** Given up while `send` may still be reading its payload. */
  readonly abandoned: boolean;
}

/** One attempt to send, over when `timeoutMs` has passed even if `send` ignores its signal. Never rejects. */
export async function attemptWithin<Payload>(
  send: (payload: Payload, signal: AbortSignal) => Promise<SendOutcome>,
  payload: Payload,
  timeoutMs: number,
): Promise<Attempt> {
  const abort = new AbortController();
  const { promise: timedOut, resolve } = Promise.withResolvers<SendOutcome>();
  const timer = unreferenced(
    setTimeout(() => {
      abort.abort();
      resolve({ kind: 'retry', reason: 'timeout' });
    }, timeoutMs),
  );
  try {
    const outcome = await Promise.race([send(payload, abort.signal), timedOut]);
    return { outcome, abandoned: abort.signal.aborted };
  } catch (error) {
    const reason = abort.signal.aborted ? 'timeout' : describeFailure(error);
    return { outcome: { kind: 'retry', reason }, abandoned: abort.signal.aborted };
  } finally {
    clearTimeout(timer);
  }
}
