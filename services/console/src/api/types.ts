import type { Attributes, Disagreement, SegmentBody, SpanKind, SpanStatus } from '@cruddur/trace-model';
import type { ErrorStatistics, TraceError } from './error-types.ts';
import type { LogDetail, LogStatistics, LogSummary } from './log-types.ts';

/** The JSON that the console's server gives its page. Times: epoch milliseconds, or milliseconds since the trace began. */

/** One line of the mini waterfall: fractions (0 to 1) of the trace's duration. */
export interface MiniBar {
  readonly service: string;
  readonly start: number;
  readonly width: number;
  readonly error: boolean;
}

/** What came of the same trace by X-Ray's daemon protocol. */
interface XRaySummary {
  readonly documentCount: number;
  /** Between the documents and the spans; 0 while only one of the two has arrived. */
  readonly disagreementCount: number;
}

/**
 * Of the OTLP spans; where none has arrived, of the X-Ray documents: a document with `fault` counts as an error, and
 * `spanCount` is 0. Where neither has, of the log lines and the reported errors.
 */
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
  readonly xray: XRaySummary;
  readonly logs: LogSummary;
  /** Errors that were reported as Rollbar gets them. */
  readonly reportedErrorCount: number;
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

/** A segment or a subsegment in the order in which X-Ray lists them; see `xray-tree.ts`. */
export interface XRayEntry {
  readonly id: string;
  /** What the document names, or the document in which it is embedded. */
  readonly parentId?: string;
  /** The parent is named but has not arrived. */
  readonly parentMissing: boolean;
  readonly kind: 'segment' | 'subsegment';
  /** It came inside another document. */
  readonly embedded: boolean;
  readonly name: string;
  /** The name of its segment; absent where that has not arrived. */
  readonly service?: string;
  /** Steps below its segment. */
  readonly depth: number;
  readonly startOffsetMs: number;
  /** Of a document in progress: as far as the rest of the trace reaches. */
  readonly durationMs: number;
  readonly inProgress: boolean;
  /** As it came, without what is embedded in it. */
  readonly document: SegmentBody;
}

/** An X-Ray document that was not taken in. */
export interface XRayRejection {
  readonly timeMs: number;
  readonly reason: string;
  /** The begin of what came. */
  readonly excerpt: string;
  /** The trace that it names, where that much of it can be read. */
  readonly traceId?: string;
}

export interface XRayDetail extends XRaySummary {
  readonly documents: readonly XRayEntry[];
  /** At most 100, of `disagreementCount`. */
  readonly disagreements: readonly Disagreement[];
  /** Of this trace, newest first. */
  readonly rejected: readonly XRayRejection[];
  readonly receiver: XRayReceiverState;
}

export interface TraceDetail extends TraceSummary {
  readonly xray: XRayDetail;
  readonly logs: LogDetail;
  /** In the order of time; the first 100 of `reportedErrorCount`. */
  readonly errors: readonly TraceError[];
  /** Depth-first, children by start time: the order of the waterfall. */
  readonly spans: readonly SpanDetail[];
  readonly hops: readonly Hop[];
}

export interface StoreStatistics {
  readonly traceCount: number;
  readonly spanCount: number;
  /** X-Ray documents; `maxSpans` bounds them too. */
  readonly documentCount: number;
  readonly byteCount: number;
  readonly maxSpans: number;
  readonly maxBytes: number;
  /** Spans of traces that made room for newer ones. */
  readonly evictedSpans: number;
  readonly evictedDocuments: number;
  readonly rejectedSpans: number;
  readonly rejectedDocuments: number;
  /** Calls that CloudWatch Logs or Rollbar would have refused. */
  readonly refusalCount: number;
  readonly logs: LogStatistics;
  readonly errors: ErrorStatistics;
}

/** `GET /api/xray/rejected`, newest first: the latest of all X-Ray documents that were not taken in. */
export interface XRayRejectionList {
  readonly count: number;
  readonly rejected: readonly XRayRejection[];
}

/** Where the console listens for X-Ray, or why it does not. `daemonAddress` is to set as `AWS_XRAY_DAEMON_ADDRESS`. */
export type XRayReceiverState =
  | { readonly state: 'listening'; readonly daemonAddress: string }
  | { readonly state: 'off'; readonly reason: string };

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
