/** One event on its way to CloudWatch Logs. */
export interface LogEvent {
  /** As it was logged; what is sent may be corrected (`stamp-event.ts`). */
  readonly timestampMs: number;
  /** A JSON object with an `event_id`, well-formed Unicode. */
  readonly message: string;
  /** UTF-8 bytes of the message. */
  readonly messageBytes: number;
  /** OpenTelemetry's, 1 to 24. */
  readonly severityNumber: number;
  /** On the monotonic clock. */
  readonly acceptedAtMs: number;
  /**
   * Called once, when nobody needs the event any more: it was delivered, or dropped and counted. An event that has it is
   * kept elsewhere: what could not be sent of them before the end stays for the next start.
   */
  readonly release?: (() => void) | undefined;
}

/** What PutLogEvents counts for an event beside its message. */
export const eventOverheadBytes = 26;

/** Beyond what is sent: for the fields that a correction of the time adds, and for what an object costs in memory. */
const bufferOverheadBytes = 128;

/** What an event counts in the buffer: never less than it will count in a batch. */
export function bufferedBytesOf({ messageBytes }: Pick<LogEvent, 'messageBytes'>): number {
  return messageBytes + eventOverheadBytes + bufferOverheadBytes;
}
