// For applications
export { parseTelemetryConfig, type TelemetryConfig } from './config/telemetry-config.ts';
export type { Telemetry, TelemetryHealth, TracedFetch, TracedRequestInit, WithSpan } from './telemetry.ts';
export type { ReportMessageOptions, ReportOptions } from './errors/report-errors.ts';
export type { ReportedOccurrence } from './errors/occurrence.ts';
export type { ReportLevel } from './errors/report-level.ts';
export { setPerson, type Person } from './errors/person.ts';
export type { Logger, LogLevel, LogRecord } from './log/logger.ts';
export { traceQuery, type DatabaseQuery } from './sql/trace-query.ts';
export {
  createEnvironmentReader,
  formatConfigProblems,
  type ConfigProblem,
  type ConfigResult,
  type Environment,
  type EnvironmentReader,
} from './config/environment-reader.ts';
export { createRedacted, type Redacted } from './config/redacted.ts';

// For libraries: trace context without HTTP
export { extractTraceContext, type HeaderReader, type IncomingContext } from './propagation/extract.ts';
export { injectTraceContext } from './propagation/inject.ts';
export { extract, inject, type Carrier } from './propagation/carrier.ts';
export { toTraceparent } from './propagation/traceparent.ts';
export { toXRayHeader } from './propagation/xray-header.ts';
export type {
  InboundTrust,
  PropagationFormat,
  PropagationSettings,
} from './propagation/propagation-settings.ts';
