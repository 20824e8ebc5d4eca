import type { DeliveryStatistics } from '../delivery/delivery.ts';

/** Events that were not delivered, by reason. */
export type Losses = Readonly<Record<string, number>>;

/** What became of every event. `accepted = delivered + dropped + buffered` also holds when `onDrop` looks. */
export interface EventLedger {
  readonly accepted: () => void;
  /** Events came to an end: so many were delivered, and so many lost. */
  readonly ended: (delivered: number, lost: Losses, detail?: string) => void;
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
    ended: (deliveredEvents, lost, detail) => {
      const losses = Object.entries(lost).filter(([, events]) => events > 0);
      delivered += deliveredEvents;
      for (const [reason, events] of losses) {
        dropped += events;
        droppedByReason[reason] = (droppedByReason[reason] ?? 0) + events;
      }
      for (const [reason, events] of losses) {
        try {
          onDrop?.(events, reason, detail ?? reason);
        } catch {
          // Whoever listens to drops must not be able to stop the delivery.
        }
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
