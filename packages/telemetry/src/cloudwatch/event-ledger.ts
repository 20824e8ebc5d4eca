import type { DeliveryStatistics } from '../delivery/delivery.ts';

/** What became of every event. `accepted = delivered + dropped + buffered` holds between any two calls. */
export interface EventLedger {
  readonly accepted: () => void;
  readonly delivered: (events: number) => void;
  readonly dropped: (events: number, reason: string, detail?: string) => void;
  readonly statistics: (buffered: number) => DeliveryStatistics;
}

export function createEventLedger(
  onDrop: ((events: number, reason: string, detail: string) => void) | undefined,
): EventLedger {
  const droppedByReason: Record<string, number> = {};
  let accepted = 0;
  let delivered = 0;
  let dropped = 0;
  return {
    accepted: () => {
      accepted += 1;
    },
    delivered: (events) => {
      delivered += events;
    },
    dropped: (events, reason, detail = reason) => {
      if (events === 0) return;
      dropped += events;
      droppedByReason[reason] = (droppedByReason[reason] ?? 0) + events;
      try {
        onDrop?.(events, reason, detail);
      } catch {
        // Whoever listens to drops must not be able to stop the delivery.
      }
    },
    statistics: (buffered) => ({
      accepted,
      delivered,
      dropped,
      buffered,
      droppedByReason: { ...droppedByReason },
    }),
  };
}
