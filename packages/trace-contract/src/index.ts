// Contracts
export type {
  AttributeMatcher,
  AttributePrimitive,
  EventContract,
  LinkContract,
  NameMatcher,
  SpanContract,
} from './contract/span-contract.ts';
export {
  parseTraceContract,
  traceContract,
  type TraceContract,
  type TraceContractOptions,
  type TraceContractResult,
  type TraceHeaderFormat,
} from './contract/trace-contract.ts';
export {
  forbiddenHttpAttributes,
  httpClient,
  httpServer,
  type HttpClientOptions,
  type HttpServerOptions,
} from './contract/presets.ts';

// Checks
export {
  expectTrace,
  expectTraceSoon,
  type EventualTraceExpectation,
  type EventualTraceOptions,
  type TraceExpectation,
} from './expect-trace.ts';
export { TraceContractError, type BrokenContract } from './report/trace-contract-error.ts';
export type { Finding, FindingCode } from './check/finding.ts';
export { toSpan, type ReadableSpan, type SpanInput } from './spans/span-input.ts';

// Spans of a collector
export {
  parseOtlpTraceJson,
  parseOtlpTraceProtobuf,
  type OtlpTraceResult,
  type Span,
} from '@cruddur/trace-model';
