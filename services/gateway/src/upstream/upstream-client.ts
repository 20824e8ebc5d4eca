import type { TracedFetch } from '@cruddur/telemetry';
import {
  circuitBreaker,
  CircuitState,
  CountBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from 'cockatiel';
import { attemptExchange } from './attempt.ts';
import { toRetryDelayMs, type RetryPolicy } from './retry-delay.ts';
import {
  ClientGoneError,
  type UpstreamFailure,
  type UpstreamFailureReason,
  type UpstreamReply,
  type UpstreamRequest,
} from './upstream-exchange.ts';

export interface UpstreamClientOptions {
  readonly fetch: TracedFetch;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Of one attempt. */
  readonly attemptTimeoutMs: number;
  readonly maxResponseBytes: number;
  /** Calls that may be under way at once; one more is turned away at once. */
  readonly maxConcurrentCalls: number;
  readonly retry: RetryPolicy;
  readonly breaker: {
    /** Looks at this many of the latest attempts ... */
    readonly sampleSize: number;
    /** ... once there are this many, and opens when more than half of them failed. */
    readonly minimumSamples: number;
    /** How long to leave the upstream alone before one attempt probes it. */
    readonly halfOpenAfterMs: number;
  };
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** On whose behalf and for how long. */
export interface UpstreamCall {
  /** Over all attempts and the waits between them. */
  readonly timeoutMs: number;
  /** Aborts when the client that is waiting has gone away. */
  readonly clientSignal: AbortSignal;
}

export interface UpstreamClient {
  /**
   * Sends `request` until it is answered, until it may not be sent again, or until the time is up.
   *
   * @throws ClientGoneError when `clientSignal` aborts first
   */
  readonly send: (request: UpstreamRequest, call: UpstreamCall) => Promise<UpstreamReply>;
}

export function createUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
  const { breaker: breakerOptions, now } = options;
  const breaker = circuitBreaker(handleWhenResult(isOutage), {
    halfOpenAfter: breakerOptions.halfOpenAfterMs,
    breaker: new CountBreaker({
      threshold: 0.5,
      size: breakerOptions.sampleSize,
      minimumNumberOfCalls: breakerOptions.minimumSamples,
    }),
  });
  let openedAtMs = 0;
  breaker.onBreak(() => {
    openedAtMs = now();
  });

  const circuitOpen = (): UpstreamFailure => ({
    kind: 'failure',
    reason: 'circuit-open',
    detail: 'not tried, because the upstream has been failing',
    retryAfterMs: Math.max(0, openedAtMs + breakerOptions.halfOpenAfterMs - now()),
  });

  const attempt = async (
    request: UpstreamRequest,
    resendCount: number,
    remainingMs: number,
    clientSignal: AbortSignal,
  ): Promise<UpstreamReply> => {
    // While the one probe is out, cockatiel would let everyone else wait for it: answer them at once instead.
    if (breaker.state === CircuitState.HalfOpen) return circuitOpen();
    // A probe runs to its end even when its client leaves, or the leaving would count as the upstream's recovery.
    const isProbe = breaker.state === CircuitState.Open;
    try {
      return await breaker.execute(() =>
        attemptExchange({
          ...options,
          request,
          resendCount,
          timeoutMs: Math.min(options.attemptTimeoutMs, remainingMs),
          clientSignal: isProbe ? undefined : clientSignal,
        }),
      );
    } catch (error) {
      if (isBrokenCircuitError(error)) return circuitOpen();
      throw error;
    }
  };

  const sendUntilDeadline = async (
    request: UpstreamRequest,
    { clientSignal, timeoutMs }: UpstreamCall,
  ): Promise<UpstreamReply> => {
    const deadline = now() + timeoutMs;
    for (let retriesDone = 0; ; retriesDone += 1) {
      const reply = await attempt(request, retriesDone, deadline - now(), clientSignal);
      const delayMs = toRetryDelayMs(
        request,
        reply,
        retriesDone,
        deadline - now(),
        options.retry,
        options.random,
      );
      if (delayMs === undefined) return reply;
      await waitFor(delayMs, clientSignal);
    }
  };

  let callsUnderWay = 0;
  return {
    send: async (request, call) => {
      if (callsUnderWay >= options.maxConcurrentCalls)
        return {
          kind: 'failure',
          reason: 'too-many-calls',
          detail: `not tried, because ${callsUnderWay} calls are already under way`,
          retryAfterMs: 1000,
        };
      callsUnderWay += 1;
      try {
        return await sendUntilDeadline(request, call);
      } finally {
        callsUnderWay -= 1;
      }
    },
  };
}

const outageReasons: ReadonlySet<unknown> = new Set<UpstreamFailureReason>([
  'timeout',
  'connection',
  'unavailable',
]);

/** Whether a reply says that the upstream as a whole is in trouble, rather than this one request. */
function isOutage(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'reason' in reply && outageReasons.has(reply.reason);
}

async function waitFor(delayMs: number, clientSignal: AbortSignal): Promise<void> {
  if (clientSignal.aborted) throw new ClientGoneError();
  await new Promise<void>((resolve, reject) => {
    const onClientGone = (): void => {
      clearTimeout(timer);
      reject(new ClientGoneError());
    };
    const timer = setTimeout(() => {
      clientSignal.removeEventListener('abort', onClientGone);
      resolve();
    }, delayMs);
    clientSignal.addEventListener('abort', onClientGone, { once: true });
  });
}
