import type { Span } from '@opentelemetry/api';
import { exceptionAttributes } from './exception-attributes.ts';
import { LeanSpan } from './lean-span.ts';

/**
 * Tells of something thrown on the span that it ended, or as a log record: as the exception signal says.
 * `isReported`: a line that reports it follows, which then is the log record.
 */
export function recordThrown(span: Span, thrown: unknown, isReported = false): void {
  if (span instanceof LeanSpan) span.recordThrown(thrown, isReported);
  // Not recordException: it is for errors only, and anything can be thrown.
  else if (span.isRecording()) span.addEvent('exception', exceptionAttributes(thrown));
}
