import type { LogLevel } from '../log/logger.ts';

/** How bad an occurrence is, in Rollbar's words. */
export type ReportLevel = 'critical' | 'error' | 'warning' | 'info' | 'debug';

/** The level of the log line that tells of an occurrence of this level. */
export const logLevelOf: Readonly<Record<ReportLevel, LogLevel>> = {
  critical: 'error',
  error: 'error',
  warning: 'warn',
  info: 'info',
  debug: 'debug',
};
