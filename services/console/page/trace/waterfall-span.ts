import type { SpanStatus } from '@cruddur/trace-model';

/** A log line or a reported error on the bar of its span. */
export interface LogMark {
  readonly tone: 'plain' | 'warn' | 'error' | 'reported';
  readonly offsetMs: number;
  readonly text: string;
}

/** What the waterfall draws of a span, or of an X-Ray document. */
export interface WaterfallSpan {
  readonly spanId: string;
  readonly parentMissing: boolean;
  readonly name: string;
  /** Shown after the name, except `internal`. */
  readonly kind: string;
  readonly service: string;
  readonly depth: number;
  readonly startOffsetMs: number;
  readonly durationMs: number;
  readonly onCriticalPath: boolean;
  readonly status: SpanStatus;
  readonly events: readonly { readonly name: string; readonly offsetMs: number }[];
  /** The lines that were logged in it, and the errors that were reported from it. */
  readonly logMarks?: readonly LogMark[];
  readonly logCount?: number;
  /** X-Ray's word on what went wrong. */
  readonly flags?: readonly ('fault' | 'error' | 'throttle')[];
  /** Begins a new group of rows. */
  readonly isSegment?: boolean;
  /** Its end is not known yet. */
  readonly inProgress?: boolean;
}
