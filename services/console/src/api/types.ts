import type { Attributes, SpanKind, SpanStatus } from '@cruddur/trace-model';

/** The JSON that the console's server gives its page. Times: epoch milliseconds, or milliseconds since the trace began. */

/** One line of the mini waterfall: fractions (0 to 1) of the trace's duration. */
export interface MiniBar {
  readonly service: string;
  readonly start: number;
  readonly width: number;
  readonly error: boolean;
}

export interface TraceSummary {
  readonly traceId: string;
  /** The same id in X-Ray form, `1-xxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx`. */
  readonly xrayTraceId: string;
  readonly rootName: string;
  readonly rootService: string;
  readonly startTimeMs: number;
  readonly durationMs: number;
  /** In order of first appearance in the trace. */
  readonly services: readonly { readonly name: string; readonly spanCount: number }[];
  readonly spanCount: number;
  readonly errorCount: number;
  readonly httpStatusCode?: number;
  /** At most 24 bars, in waterfall order. */
  readonly bars: readonly MiniBar[];
}

export interface SpanDetail {
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** The parent is named but has not arrived. */
  readonly parentMissing: boolean;
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  readonly scope: { readonly name: string; readonly version: string };
  readonly depth: number;
  readonly startOffsetMs: number;
  readonly durationMs: number;
  /** Duration without the time in which a child was running. */
  readonly selfMs: number;
  readonly onCriticalPath: boolean;
  readonly status: SpanStatus;
  readonly statusMessage: string;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly events: readonly {
    readonly name: string;
    readonly offsetMs: number;
    readonly attributes: Attributes;
  }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: Attributes;
  }[];
}

/** A crossing from one service to another: a CLIENT span and the SERVER span that continued it. */
export interface Hop {
  readonly clientSpanId: string;
  readonly serverSpanId: string;
  readonly fromService: string;
  readonly toService: string;
  /** Client start to server start. Negative when the two clocks disagree. */
  readonly requestGapMs: number;
  /** Server end to client end. Negative when the two clocks disagree, or when the server went on after answering. */
  readonly responseGapMs: number;
}

export interface TraceDetail extends TraceSummary {
  /** Depth-first, children by start time: the order of the waterfall. */
  readonly spans: readonly SpanDetail[];
  readonly hops: readonly Hop[];
}

export interface StoreStatistics {
  readonly traceCount: number;
  readonly spanCount: number;
  readonly byteCount: number;
  readonly maxSpans: number;
  readonly maxBytes: number;
  /** Spans of traces that made room for newer ones. */
  readonly evictedSpans: number;
  readonly rejectedSpans: number;
}

/** `GET /api/traces`, newest first. */
export interface TraceList {
  readonly traces: readonly TraceSummary[];
  readonly statistics: StoreStatistics;
}

/**
 * `GET /api/traces/:traceId` gives a `TraceDetail`.
 * `GET /api/events` is a server-sent stream: event `trace` carries a `TraceSummary` (new, or changed by a late span),
 * event `statistics` a `StoreStatistics`.
 */
export interface ApiError {
  readonly code: string;
  readonly message: string;
}
