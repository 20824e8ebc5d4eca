import { trace, type Attributes } from '@opentelemetry/api';
import type { Logger } from '../log/logger.ts';
import { errorType } from '../trace/exception-attributes.ts';
import { exceptionEventName, spanEventsOnly, type ExceptionSignal } from '../trace/exception-signal.ts';
import { createNotedErrors } from '../trace/noted-errors.ts';
import type { ErrorReporter } from './error-reporter.ts';
import type { OccurrenceSubject, ReportedOccurrence } from './occurrence.ts';
import { logLevelOf, type ReportLevel } from './report-level.ts';

export interface ReportOptions {
  /** @default `error`; `warning` for a message */
  readonly level?: ReportLevel;
  /** Groups occurrences by hand; without it the receiver groups them. */
  readonly fingerprint?: string;
}

export interface ReportMessageOptions extends ReportOptions {
  readonly attributes?: Attributes;
}

/**
 * Reports an error that no caller will see: a log line with the ids of the active trace and, where errors are reported
 * to, an occurrence there. In one trace the same error is reported once, however many report it. Never throws, never
 * waits.
 */
export type ReportError = (
  error: unknown,
  attributes?: Attributes,
  options?: ReportOptions,
) => ReportedOccurrence | undefined;

/** Reports a text of ours in the same way. */
export type ReportMessage = (
  message: string,
  options?: ReportMessageOptions,
) => ReportedOccurrence | undefined;

export interface ErrorReporting {
  readonly reportError: ReportError;
  readonly reportMessage: ReportMessage;
}

/** Both ways to report. Without a `reporter` only the log tells of it, and undefined is returned. */
export function createErrorReporting(
  log: Logger,
  reporter: ErrorReporter | undefined,
  exceptions: Pick<ExceptionSignal, 'claimRecord'> = spanEventsOnly,
): ErrorReporting {
  const reported = createNotedErrors<ReportedOccurrence | undefined>();

  /** Hands the occurrence to the reporter last: its uuid is on the span and on the line before it can be sent. */
  const report = (
    subject: OccurrenceSubject,
    level: ReportLevel,
    attributes: Attributes | undefined,
    fingerprint: string | undefined,
  ): ReportedOccurrence | undefined => {
    const prepared = reporter?.prepare(subject, { level, attributes, fingerprint });
    const made = prepared?.reported;
    const naming: Attributes | undefined = made && {
      'rollbar.occurrence.uuid': made.uuid,
      'rollbar.occurrence_url': made.url,
    };
    if (naming !== undefined) trace.getActiveSpan()?.setAttributes(naming);
    log.emit(
      subject.kind === 'error'
        ? {
            level: logLevelOf[level],
            attributes: {
              ...attributes,
              'exception.type': errorType(subject.error),
              ...(exceptions.claimRecord(subject.error) ? { 'event.name': exceptionEventName } : undefined),
              ...naming,
            },
            error: subject.error ?? String(subject.error),
          }
        : { level: logLevelOf[level], body: subject.message, attributes: { ...attributes, ...naming } },
    );
    prepared?.send();
    return made;
  };

  const reportSafely: typeof report = (...occurrence) => {
    try {
      return report(...occurrence);
    } catch {
      // Whoever reports is busy with an error already.
      return undefined;
    }
  };

  return {
    reportError: (error, attributes, { level = 'error', fingerprint } = {}) => {
      const isObject = typeof error === 'object' && error !== null;
      const traceId = trace.getActiveSpan()?.spanContext().traceId;
      // The middleware, an onError and a caller may all see the same throw: it is one error.
      const earlier = isObject ? reported.find(error, traceId) : undefined;
      if (earlier !== undefined) return earlier.note;
      const made = reportSafely({ kind: 'error', error }, level, copy(attributes), fingerprint);
      if (isObject) reported.set(error, traceId, made);
      return made;
    },
    reportMessage: (message, { level = 'warning', attributes, fingerprint } = {}) =>
      reportSafely({ kind: 'message', message }, level, copy(attributes), fingerprint),
  };
}

/** An error must not go unreported because its attributes cannot be read. */
function copy(attributes: Attributes | undefined): Attributes | undefined {
  try {
    return attributes && { ...attributes };
  } catch {
    return { 'cruddur.attributes': 'unreadable' };
  }
}
