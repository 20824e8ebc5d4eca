// For applications
export type { Telemetry, TelemetryHealth, TracedFetch, TracedRequestInit, WithSpan } from './telemetry.ts';
export type { Logger, LogLevel, LogRecord } from './log/logger.ts';
export {
  createEnvironmentReader,
  formatConfigProblems,
  type ConfigProblem,
  type ConfigResult,
  type Environment,
  type EnvironmentReader,
} from './config/environment-reader.ts';
export { createRedacted, type Redacted } from './config/redacted.ts';
