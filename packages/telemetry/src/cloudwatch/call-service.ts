import { attemptWithin, type Unanswered } from '../delivery/attempt.ts';
import { describeFailure } from '../delivery/failure.ts';
import type { CallResult } from './logs-client.ts';

/** One call, given up when it takes too long or when `stop` says so, even if it ignores its signal. Never rejects. */
export type CallService = <T>(
  call: (signal: AbortSignal) => Promise<CallResult<T>>,
) => Promise<CallResult<T>>;

export function createCallService(requestTimeoutMs: number, stop: AbortSignal): CallService {
  const unanswered: Unanswered<CallResult<never>> = {
    givenUp: failed('TimeoutError', `no answer within ${requestTimeoutMs} ms`),
    failed: (error) => failed('UnexpectedError', describeFailure(error)),
  };
  return (call) => attemptWithin(call, requestTimeoutMs, unanswered, stop);
}

function failed(code: string, message: string): CallResult<never> {
  return { ok: false, failure: { code, statusCode: undefined, message } };
}
