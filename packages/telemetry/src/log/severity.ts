import type { LogLevel } from './logger.ts';

export interface Severity {
  readonly number: number;
  readonly text: string;
}

/** OpenTelemetry logs data model, "SeverityNumber": the first number of each range, and its short name. */
export const severities: Readonly<Record<LogLevel, Severity>> = {
  debug: { number: 5, text: 'DEBUG' },
  info: { number: 9, text: 'INFO' },
  warn: { number: 13, text: 'WARN' },
  error: { number: 17, text: 'ERROR' },
};
