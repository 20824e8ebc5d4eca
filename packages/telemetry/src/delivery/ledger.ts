import type { DeliveryStatistics } from './delivery.ts';

/** Hears of items that were not delivered: how many, why in one word, and why for a person. */
export type OnDrop = (items: number, reason: string, detail: string) => void;

/** Items that were not delivered, by reason. */
export type Losses = Readonly<Record<string, number>>;

/** What became of every item. `accepted = delivered + dropped + buffered` also holds when `onDrop` looks. */
export interface Ledger {
  readonly accepted: () => void;
  readonly dropped: (items: number, reason: string, detail?: string) => void;
  /** Items came to an end together: so many were delivered, and so many lost. */
  readonly ended: (delivered: number, lost: Losses, detail?: string) => void;
  readonly statistics: (buffered: number) => DeliveryStatistics;
}

export function createLedger(onDrop: OnDrop | undefined): Ledger {
  const droppedByReason: Record<string, number> = {};
  let accepted = 0;
  let delivered = 0;
  let dropped = 0;

  const count = (items: number, reason: string): void => {
    if (items === 0) return;
    dropped += items;
    droppedByReason[reason] = (droppedByReason[reason] ?? 0) + items;
  };
  const tell = (items: number, reason: string, detail = reason): void => {
    if (items === 0) return;
    try {
      onDrop?.(items, reason, detail);
    } catch {
      // Whoever listens to drops must not be able to stop the delivery.
    }
  };

  return {
    accepted: () => {
      accepted += 1;
    },
    dropped: (items, reason, detail) => {
      count(items, reason);
      tell(items, reason, detail);
    },
    ended: (deliveredItems, lost, detail) => {
      const losses = Object.entries(lost);
      delivered += deliveredItems;
      for (const [reason, items] of losses) count(items, reason);
      for (const [reason, items] of losses) tell(items, reason, detail);
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
