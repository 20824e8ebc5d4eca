export type { LogRecord } from './log-record.ts';
export type { Attributes, AttributeValue, Span, SpanEvent, SpanKind, SpanLink, SpanStatus } from './span.ts';

// Decoding
export { parseOtlpTraceJson } from './otlp/parse-trace-json.ts';
export { parseOtlpTraceProtobuf } from './otlp/parse-trace-protobuf.ts';
export { parseOtlpLogsJson } from './otlp/parse-logs-json.ts';
export { parseOtlpLogsProtobuf } from './otlp/parse-logs-protobuf.ts';
export type { OtlpEncoding, OtlpLogsResult, OtlpProblem, OtlpTraceResult } from './otlp/otlp-result.ts';
export {
  toOtlpLogsResponse,
  toOtlpStatus,
  toOtlpTraceResponse,
  type OtlpLogsPartialSuccess,
  type OtlpPartialSuccess,
  type OtlpStatusCode,
} from './otlp/trace-response.ts';
export { parseSegmentDocument } from './xray/parse-segment-document.ts';
export { parseDaemonDatagram, type DaemonDatagramResult } from './xray/parse-daemon-datagram.ts';
export {
  maxSegmentBytes,
  type SegmentBody,
  type SegmentCause,
  type SegmentDocument,
  type SegmentException,
  type SegmentHttp,
  type SegmentLink,
  type SegmentProblem,
  type SegmentResult,
} from './xray/segment-document.ts';
export { compareWithSpans, type Disagreement, type DisagreementSubject } from './xray/compare-with-spans.ts';
export { toW3cTraceId } from './xray/identifiers.ts';

// Views of one trace
export {
  buildTraceTree,
  findMainRoot,
  toEndTime,
  type TraceNode,
  type TraceTree,
} from './trace/trace-tree.ts';
export { findCriticalPath, type CriticalPathSegment } from './trace/critical-path.ts';
export { findHops, type TraceHop } from './trace/hops.ts';
export { toSelfTimeNano } from './trace/self-time.ts';
export { countServices, type ServiceSpanCount } from './trace/services.ts';
export { toServiceName } from './trace/service-name.ts';
export { parseTraceId, toXRayTraceId, type TraceIdResult } from './trace/trace-id.ts';

// In the terminal
export {
  toWaterfallText,
  type WaterfallHop,
  type WaterfallOptions,
  type WaterfallSpan,
  type WaterfallTrace,
} from './terminal/waterfall-text.ts';
export { toSafeText } from './terminal/terminal-text.ts';
export { formatDuration } from './terminal/format-duration.ts';
