/** Counts of items (spans, log events, reports) since start. `accepted = delivered + dropped + buffered`, always. */
export interface DeliveryStatistics {
  readonly accepted: number;
  readonly delivered: number;
  readonly buffered: number;
  readonly dropped: number;
  /** Dropped items by reason, e.g. `queue_full`, `rejected`, `retries_exhausted`, `shutdown`. */
  readonly droppedByReason: Readonly<Record<string, number>>;
}
