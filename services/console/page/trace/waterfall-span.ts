import type { SpanStatus } from '@cruddur/trace-model';

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
  /** X-Ray's word on what went wrong. */
  readonly flags?: readonly ('fault' | 'error' | 'throttle')[];
  /** Begins a new group of rows. */
  readonly isSegment?: boolean;
  /** Its end is not known yet. */
  readonly inProgress?: boolean;
}
