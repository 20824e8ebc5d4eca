import type { Losses } from '../delivery/ledger.ts';
import { countRejected } from './count-rejected.ts';
import { cutBatch, type BatchEvent } from './cut-batch.ts';
import type { Diagnose } from './diagnostics.ts';
import { createEventDeque } from './event-deque.ts';
import type { QueuedEvent } from './event-queue.ts';
import { findPoison } from './find-poison.ts';
import type { BatchLimits } from './limits.ts';
import type { PutEnd } from './put-batch.ts';
import type { TimeStanding } from './stamp-event.ts';

/** The end of events: `lost` of them were not delivered, by reason. */
type Settle = (events: readonly BatchEvent[], lost: Losses, detail?: string) => void;

export interface BatchDelivery {
  readonly put: (events: readonly BatchEvent[]) => Promise<PutEnd>;
  /** Called exactly once for each event, unless the sink was stopped before. */
  readonly settle: Settle;
  readonly diagnose: Diagnose;
  readonly limits: BatchLimits;
  readonly standing: () => TimeStanding;
}

/** Guilty events in a row without a single one taken: then it is not the events. */
const maxGuiltyInRow = 8;

/** Brings the events of a batch to an end, whatever that takes; the events that are left when the sink is stopped. */
export async function deliverBatch(
  batch: readonly BatchEvent[],
  delivery: BatchDelivery,
): Promise<readonly BatchEvent[]> {
  const { settle, diagnose } = delivery;
  let guiltyInRow = 0;
  const putAndSettle = async (events: readonly BatchEvent[]): Promise<PutEnd> => {
    const end = await delivery.put(events);
    if (end.kind !== 'delivered') return end;
    guiltyInRow = 0;
    const { rejected, rejectedEntity } = end.answer;
    if (rejectedEntity !== undefined)
      diagnose('entity', `CloudWatch Logs does not take the entity of our events: ${rejectedEntity}`);
    const lost = rejected === undefined ? {} : { ...countRejected(events.length, rejected) };
    settle(events, lost, JSON.stringify(rejected));
    return end;
  };

  let left = batch;
  while (left.length > 0) {
    let end = await putAndSettle(left);
    if (end.kind === 'invalid' && guiltyInRow < maxGuiltyInRow) {
      const { message } = end.failure;
      const hunt = await findPoison(left, putAndSettle);
      left = hunt.rest;
      if (hunt.kind === 'found') {
        guiltyInRow += 1;
        const about = await describeEvent(hunt.guilty);
        diagnose('poison', `CloudWatch Logs does not take an event: ${message}`, about);
        settle([hunt.guilty], { invalid: 1 }, JSON.stringify({ message, ...about }));
        continue;
      }
      ({ end } = hunt);
    }
    switch (end.kind) {
      case 'delivered':
        return [];
      case 'stopped':
        return left;
      case 'invalid':
        settle(left, { invalid: left.length }, end.failure.message);
        return [];
      case 'given-up':
        settle(left, { retries_exhausted: left.length }, end.failure.message);
        return [];
      case 'recut':
        return await deliverRecut(left, delivery);
    }
  }
  return [];
}

/** The same events with other times may need more room, so they may become two batches. */
async function deliverRecut(
  events: readonly BatchEvent[],
  delivery: BatchDelivery,
): Promise<readonly BatchEvent[]> {
  const queue = createEventDeque<QueuedEvent>();
  for (const { event, sequence } of events) queue.push({ event, sequence });
  const left: BatchEvent[] = [];
  for (;;) {
    const next = cutBatch(queue, delivery.limits, delivery.standing());
    if (next === undefined) return left;
    left.push(...(await deliverBatch(next.events, delivery)));
  }
}

/** Enough to find the event where it was logged; its text may be what is wrong with it. */
async function describeEvent({
  stamped,
}: BatchEvent): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(stamped.message));
  const sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { bytes: stamped.bytes, sha256 };
}
