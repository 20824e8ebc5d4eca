import { backoffMs } from './backoff.ts';
import type { CallService } from './call-service.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { classifyFailure } from './classify-failure.ts';
import type { Diagnose } from './diagnostics.ts';
import type { LogDestination } from './log-destination.ts';
import type { LogsClient } from './logs-client.ts';
import { refresh, tellOperator } from './put-batch.ts';

export interface PrepareSurroundings {
  readonly client: LogsClient;
  readonly call: CallService;
  readonly destination: LogDestination;
  readonly breaker: CircuitBreaker;
  readonly diagnose: Diagnose;
  readonly random: () => number;
  readonly admit: () => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
}

/** Sees to group and stream before the events that are for them; the answers also tell how wrong our clock is. */
export async function prepareDestination(around: PrepareSurroundings): Promise<void> {
  const { client, call, destination, breaker } = around;
  for (let attempt = 1; !around.isStopped(); attempt += 1) {
    await around.admit();
    const failure = await destination.prepare();
    if (failure === undefined) return breaker.succeeded();
    if (around.isStopped()) return;
    const kind = classifyFailure(failure);
    if (kind === 'credentials' && attempt === 1) {
      breaker.inconclusive();
      await call(() => refresh(client));
      continue;
    }
    tellOperator(kind, failure, around.diagnose);
    // Who may not create may still write to what is there.
    if (kind === 'denied' || kind === 'quota' || kind === 'invalid') return breaker.inconclusive();
    breaker.failed();
    await around.pause(backoffMs(kind, attempt, failure.retryAfterMs, around.random));
  }
}
