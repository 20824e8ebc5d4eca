import { attemptWithin, type Unanswered } from './attempt.ts';
import type { SendOutcome } from './delivery.ts';
import { describeFailure } from './failure.ts';

/** The outcome of an attempt that was given up: it may still be reading its payload. */
export const givenUp: SendOutcome = { kind: 'retry', reason: 'timeout' };

const unanswered: Unanswered<SendOutcome> = {
  givenUp,
  failed: (error) => ({ kind: 'retry', reason: describeFailure(error) }),
};

/** One attempt to send a payload; without an answer it is worth another one. Never rejects. */
export function attemptToSend<Payload>(
  send: (payload: Payload, signal: AbortSignal) => Promise<SendOutcome>,
  payload: Payload,
  timeoutMs: number,
  stop?: AbortSignal,
): Promise<SendOutcome> {
  return attemptWithin((signal) => send(payload, signal), timeoutMs, unanswered, stop);
}
