import type { EventQueue, QueuedEvent } from './event-queue.ts';
import type { BatchLimits } from './limits.ts';
import { bufferedBytesOf } from './log-event.ts';
import { stampEvent, type StampedEvent, type TimeStanding } from './stamp-event.ts';

/** An event of a batch: what is sent, and where it came from. */
export interface BatchEvent extends QueuedEvent {
  readonly stamped: StampedEvent;
}

/** Events that one PutLogEvents call takes: in chronological order, those of equal time in the order they came. */
export interface Batch {
  readonly events: readonly BatchEvent[];
  /** What they count in the buffer. */
  readonly bufferedBytes: number;
  /** Of the event that came first. */
  readonly firstSequence: number;
}

/** Takes the longest beginning of the queue that fits one call. Undefined when the queue is empty. */
export function cutBatch(
  queue: Pick<EventQueue, 'first' | 'takeFirst'>,
  limits: BatchLimits,
  standing: TimeStanding,
): Batch | undefined {
  const firstSequence = queue.first()?.sequence;
  if (firstSequence === undefined) return undefined;
  const events: BatchEvent[] = [];
  let bytes = 0;
  let bufferedBytes = 0;
  let earliest = Infinity;
  let latest = -Infinity;
  let sorted = true;
  for (let next = queue.first(); next !== undefined; next = queue.first()) {
    const stamped = stampEvent(next.event, standing);
    const { timestampMs } = stamped;
    earliest = Math.min(earliest, timestampMs);
    const fits =
      events.length < limits.maxBatchEvents &&
      bytes + stamped.bytes <= limits.maxBatchBytes &&
      Math.max(latest, timestampMs) - earliest <= limits.maxBatchSpanMs;
    // One that fits no batch would block the queue for ever; the service refuses it and it is counted.
    if (!fits && events.length > 0) break;
    queue.takeFirst();
    sorted &&= timestampMs >= latest;
    latest = Math.max(latest, timestampMs);
    bytes += stamped.bytes;
    bufferedBytes += bufferedBytesOf(next.event);
    events.push({ ...next, stamped });
  }
  if (!sorted) events.sort((a, b) => a.stamped.timestampMs - b.stamped.timestampMs);
  return { events, bufferedBytes, firstSequence };
}
