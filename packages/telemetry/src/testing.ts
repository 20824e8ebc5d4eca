export {
  createTestTelemetry,
  type TestTelemetry,
  type TestTelemetryOptions,
} from './testing/create-test-telemetry.ts';
export type { FinishedSpan, FinishedSpanEvent } from './trace/finished-span.ts';
