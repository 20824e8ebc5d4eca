import { describeFailure } from '../delivery/failure.ts';
import { unreferenced } from '../delivery/unreferenced.ts';
import type { CallResult } from './logs-client.ts';

/** One call, given up when it takes too long or when `stop` says so, even if it ignores its signal. Never rejects. */
export type CallService = <T>(
  call: (signal: AbortSignal) => Promise<CallResult<T>>,
) => Promise<CallResult<T>>;

export function createCallService(requestTimeoutMs: number, stop: AbortSignal): CallService {
  return async (call) => {
    const attempt = new AbortController();
    const { promise: aborted, resolve } = Promise.withResolvers<CallResult<never>>();
    const abort = (): void => {
      attempt.abort();
      resolve(failed('TimeoutError', `no answer within ${requestTimeoutMs} ms`));
    };
    stop.addEventListener('abort', abort, { once: true });
    const limit = unreferenced(setTimeout(abort, requestTimeoutMs));
    try {
      if (stop.aborted) abort();
      return await Promise.race([call(attempt.signal), aborted]);
    } catch (error) {
      return failed('UnexpectedError', describeFailure(error));
    } finally {
      clearTimeout(limit);
      stop.removeEventListener('abort', abort);
    }
  };
}

function failed(code: string, message: string): CallResult<never> {
  return { ok: false, failure: { code, statusCode: undefined, message } };
}
