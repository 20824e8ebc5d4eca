/** What of an event outlives the process. */
export interface SpooledEvent {
  readonly timestampMs: number;
  readonly severityNumber: number;
  readonly message: string;
}

/** Keeps events safe until they are released, and gives those back that an earlier process could not send. */
export interface EventSpool {
  /** Undefined when there is no room for it: the event is then as safe as without a spool. */
  readonly keep: (event: SpooledEvent) => (() => void) | undefined;
  /** Hands over what earlier processes left, as long as there is room. Safe to call again. */
  readonly replay: (
    take: (event: SpooledEvent, release: () => void) => void,
    hasRoomFor: (bytes: number) => boolean,
  ) => Promise<void>;
  readonly close: () => void;
}
