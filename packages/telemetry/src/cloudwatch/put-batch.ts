import { backoffMs } from './backoff.ts';
import type { CallService } from './call-service.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { classifyFailure, type FailureKind } from './classify-failure.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { BatchEvent } from './cut-batch.ts';
import type { Diagnose } from './diagnostics.ts';
import type { LogDestination } from './log-destination.ts';
import type { CallFailure, CallResult, Entity, LogsClient, LogStreamName, PutAnswer } from './logs-client.ts';
import type { ShipperSettings } from './shipper-settings.ts';

/** How a batch ended. `recut`: the clock of the events was wrong, they need other times; nothing of it was taken. */
export type PutEnd =
  | { readonly kind: 'delivered'; readonly answer: PutAnswer }
  | { readonly kind: 'invalid'; readonly failure: CallFailure }
  | { readonly kind: 'given-up'; readonly failure: CallFailure }
  | { readonly kind: 'recut' }
  | { readonly kind: 'stopped' };

export interface PutSurroundings {
  readonly client: LogsClient;
  readonly call: CallService;
  readonly target: LogStreamName;
  readonly entity: Entity | undefined;
  readonly destination: LogDestination;
  readonly breaker: CircuitBreaker;
  readonly skew: ClockSkew;
  readonly settings: Pick<ShipperSettings, 'maxAttempts' | 'maxAgeMs'>;
  readonly diagnose: Diagnose;
  readonly random: () => number;
  readonly monotonicMs: () => number;
  /** Waits until the breaker lets an attempt pass. */
  readonly admit: () => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
  readonly onAttempt: (attempt: number) => void;
}

/** Sends events as one call, as often as it takes. */
export async function putBatch(events: readonly BatchEvent[], around: PutSurroundings): Promise<PutEnd> {
  const { client, call, target, entity, breaker, skew, settings, destination } = around;
  const put = { ...target, entity, events: events.map(({ stamped }) => stamped) };
  const oldestMs = Math.min(...firstAndLast(events).map(({ event }) => event.acceptedAtMs));
  const isOld = (): boolean => around.monotonicMs() - oldestMs >= settings.maxAgeMs;
  const taken = (answer: PutAnswer): PutEnd => {
    breaker.succeeded();
    destination.found();
    return { kind: 'delivered', answer };
  };
  let refreshed = false;
  let created = false;
  for (let attempt = 1; ; attempt += 1) {
    await around.admit();
    if (around.isStopped()) return { kind: 'stopped' };
    around.onAttempt(attempt);
    const result = await call((signal) => client.putLogEvents(put, signal));
    const clockWasWrong = skew.learn(result.serverTimeMs);
    if (result.ok) return taken(result.value);
    if (around.isStopped()) return { kind: 'stopped' };
    let { failure } = result;
    let kind: FailureKind = classifyFailure(failure);
    if (kind === 'exists') return taken({ rejected: undefined, rejectedEntity: undefined });
    if (clockWasWrong) {
      breaker.inconclusive();
      // Servers whose clocks disagree must not make us hurry. The events begin anew with their other times, the pauses don't.
      await around.pause(backoffMs('conflict', skew.correctionsInRow(), undefined, around.random));
      return isOld() ? { kind: 'given-up', failure } : { kind: 'recut' };
    }
    if (kind === 'invalid') {
      breaker.inconclusive();
      return { kind: 'invalid', failure };
    }
    if (kind === 'missing') {
      destination.forget();
      const obstacle = await destination.prepare();
      if (obstacle === undefined && !created) {
        created = true;
        breaker.inconclusive();
        continue;
      }
      failure = obstacle ?? failure;
      // Created and not found again: it takes a moment until everybody knows of it.
      kind = obstacle === undefined ? 'transient' : classifyFailure(obstacle);
    }
    if (kind === 'credentials' && !refreshed) {
      refreshed = true;
      breaker.inconclusive();
      await call(() => refresh(client));
      continue;
    }
    breaker.failed();
    tellOperator(kind, failure, around.diagnose);
    if (attempt >= settings.maxAttempts || isOld()) return { kind: 'given-up', failure };
    await around.pause(backoffMs(kind, attempt, failure.retryAfterMs, around.random));
  }
}

/** New credentials, as a call that is given up when it takes too long. */
export async function refresh(client: LogsClient): Promise<CallResult<undefined>> {
  await client.refreshCredentials();
  return { ok: true, value: undefined };
}

/** The events of a batch are nearly in the order in which they came; for their age, the ends are near enough. */
function firstAndLast(events: readonly BatchEvent[]): readonly BatchEvent[] {
  return [...events.slice(0, 1), ...events.slice(-1)];
}

export function tellOperator(
  kind: FailureKind,
  { code, statusCode, message }: CallFailure,
  diagnose: Diagnose,
): void {
  const what = {
    transient: 'does not answer as it should',
    throttled: 'throttles us',
    conflict: 'is busy with the log group',
    denied: 'denies us access',
    credentials: 'finds our credentials expired',
    quota: 'says that a quota is used up',
    missing: 'has no such log group or stream',
    invalid: 'finds our request invalid',
    exists: 'has it already',
  }[kind];
  diagnose(kind, `CloudWatch Logs ${what}: ${message}`, { code, 'http.response.status_code': statusCode });
}
