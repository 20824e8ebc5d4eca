/** One event as it is kept and as it is read back. */
export interface KeptEvent {
  /** Epoch milliseconds, as the client says. */
  readonly timestampMs: number;
  readonly message: string;
  /** Epoch milliseconds of the stand-in's clock. */
  readonly ingestedAtMs: number;
}

/** The events of one call that were taken. */
export interface TakenBatch {
  readonly group: string;
  readonly stream: string;
  readonly events: readonly KeptEvent[];
  readonly entity?: Entity;
}

/** What the events are about. */
export interface Entity {
  readonly keyAttributes?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** One call as it came, and what was answered. */
export interface CloudWatchCall {
  /** Name of the operation; `ingest` is the HTTP ingestion. */
  readonly operation: string;
  readonly atMs: number;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly errorType?: string;
  /** The fault that struck. */
  readonly fault?: string;
  readonly accessKeyId?: string;
  /** Of the body. */
  readonly byteLength: number;
}

export interface CloudWatchCounts {
  /** Calls of all operations, those that a fault struck too. */
  readonly calls: number;
  /** Calls that were answered with an error for what was in them, a poisoned batch too. */
  readonly refusedCalls: number;
  /** Calls that a fault answered or left without an answer. */
  readonly faultedCalls: number;
  /** Batches of which at least one event was taken. */
  readonly batches: number;
  /** Events taken. */
  readonly accepted: number;
  /** Events rejected one by one, for their age. */
  readonly rejected: number;
  readonly rejectedEntities: number;
  /** Events that are no longer kept for reading, for want of room. */
  readonly forgottenEvents: number;
}
