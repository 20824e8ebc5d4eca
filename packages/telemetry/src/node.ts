export { startTelemetry, type StartTelemetryOptions } from './node/start-telemetry.ts';
export { serveUntilSignal, type ServeOptions } from './node/serve-until-signal.ts';
export { reportUncaught, type ReportUncaughtOptions } from './node/report-uncaught.ts';
