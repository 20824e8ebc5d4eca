export { startTelemetry, type EdgeTelemetry, type StartTelemetryOptions } from './edge/start-telemetry.ts';
export type { EdgeDelivery } from './edge/create-edge-sinks.ts';
export type { KeepAlive } from './trace/local-trace.ts';
export { fromBindings } from './edge/from-bindings.ts';
export { createConsoleLogging, type EdgeLogging } from './edge/console-logging.ts';
export { serveUntilSignal, type ServeOptions } from './edge/serve-until-signal.ts';
export { createEdgeRollbarReporter, type EdgeRollbarOptions } from './edge/create-rollbar-reporter.ts';
export type { ErrorReporter } from './errors/error-reporter.ts';
