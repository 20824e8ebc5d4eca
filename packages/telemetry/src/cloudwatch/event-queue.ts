import { createEventDeque, type EventDeque } from './event-deque.ts';
import { bufferedBytesOf, type LogEvent } from './log-event.ts';

/** What to give up when the buffer is full: of the lowest severity the oldest event, or the newest. */
export type OverflowPolicy = 'drop-oldest' | 'drop-newest';

/** An event with its place in the order in which they came. */
export interface QueuedEvent {
  readonly event: LogEvent;
  readonly sequence: number;
}

/** Waiting events in the order in which they came, of which some may have to make room for others. */
export interface EventQueue {
  readonly length: () => number;
  readonly bytes: () => number;
  readonly add: (entry: QueuedEvent) => void;
  readonly first: () => QueuedEvent | undefined;
  readonly takeFirst: () => QueuedEvent | undefined;
  /** Takes out what the policy gives up first, unless that would be of a higher severity than `severityNumber`. */
  readonly evictFor: (severityNumber: number) => QueuedEvent | undefined;
}

/** The first numbers of the ranges of info, warn and error (OpenTelemetry, "SeverityNumber"); trace is with debug. */
const laneStarts = [9, 13, 17] as const;

function laneOf(severityNumber: number): number {
  return laneStarts.filter((start) => severityNumber >= start).length;
}

export function createEventQueue(policy: OverflowPolicy): EventQueue {
  // One lane per severity, lowest first: what is given up next is then at an end of a lane.
  const lanes = [undefined, ...laneStarts].map(() => createEventDeque<QueuedEvent>());
  let length = 0;
  let bytes = 0;

  const removed = (entry: QueuedEvent | undefined): QueuedEvent | undefined => {
    if (entry === undefined) return undefined;
    length -= 1;
    bytes -= bufferedBytesOf(entry.event);
    return entry;
  };
  const oldestLane = (): EventDeque<QueuedEvent> | undefined => {
    let oldest: EventDeque<QueuedEvent> | undefined;
    let lowest = Infinity;
    for (const lane of lanes) {
      const sequence = lane.first()?.sequence ?? Infinity;
      if (sequence >= lowest) continue;
      lowest = sequence;
      oldest = lane;
    }
    return oldest;
  };

  return {
    length: () => length,
    bytes: () => bytes,
    add: (entry) => {
      lanes[laneOf(entry.event.severityNumber)]?.push(entry);
      length += 1;
      bytes += bufferedBytesOf(entry.event);
    },
    first: () => oldestLane()?.first(),
    takeFirst: () => removed(oldestLane()?.takeFirst()),
    evictFor: (severityNumber) => {
      const own = laneOf(severityNumber);
      const lowest = lanes.findIndex((lane) => lane.length() > 0);
      const lane = lanes[lowest];
      if (lane === undefined || lowest > own) return undefined;
      if (policy === 'drop-oldest') return removed(lane.takeFirst());
      // Of its own severity the event that comes is the newest.
      return lowest === own ? undefined : removed(lane.takeLast());
    },
  };
}
