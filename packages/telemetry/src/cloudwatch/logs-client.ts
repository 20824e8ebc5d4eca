/** Why a call failed, in the words of the service. */
export interface CallFailure {
  /** The exception's name (`ThrottlingException`), or what the runtime calls it (`TimeoutError`). */
  readonly code: string;
  /** Undefined when there was no answer. */
  readonly statusCode: number | undefined;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

export type CallResult<T> = { readonly serverTimeMs?: number | undefined } & (
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: CallFailure }
);

/** API reference, "RejectedLogEventsInfo". */
export interface RejectedLogEvents {
  /** Inclusive. */
  readonly tooNewLogEventStartIndex?: number | undefined;
  /** Exclusive. */
  readonly tooOldLogEventEndIndex?: number | undefined;
  /** Exclusive. */
  readonly expiredLogEventEndIndex?: number | undefined;
}

export interface PutAnswer {
  readonly rejected: RejectedLogEvents | undefined;
  /** The kind of the error that the entity was rejected with; the events were taken all the same. */
  readonly rejectedEntity: string | undefined;
}

export interface LogStreamName {
  readonly group: string;
  readonly stream: string;
}

/** Whose events these are (API reference, "Entity"). */
export interface Entity {
  readonly keyAttributes: Readonly<Record<string, string>>;
}

export interface PutLogEvents extends LogStreamName {
  readonly events: readonly { readonly timestampMs: number; readonly message: string }[];
  readonly entity: Entity | undefined;
}

/** The calls of CloudWatch Logs that the sink makes: one attempt each, cut off by the signal, never rejecting. */
export interface LogsClient {
  readonly putLogEvents: (put: PutLogEvents, signal: AbortSignal) => Promise<CallResult<PutAnswer>>;
  readonly createLogGroup: (
    group: { readonly group: string; readonly tags: Readonly<Record<string, string>> },
    signal: AbortSignal,
  ) => Promise<CallResult<undefined>>;
  readonly createLogStream: (stream: LogStreamName, signal: AbortSignal) => Promise<CallResult<undefined>>;
  readonly putRetentionPolicy: (
    retention: { readonly group: string; readonly days: number },
    signal: AbortSignal,
  ) => Promise<CallResult<undefined>>;
  /** Reads the credentials again, whatever their expiry says. */
  readonly refreshCredentials: () => Promise<void>;
  readonly close: () => void;
}
