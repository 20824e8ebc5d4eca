import { ROOT_CONTEXT, TraceFlags, trace, type Attributes, type SpanContext } from '@opentelemetry/api';
import { createJsonBudget } from './json-budget.ts';
import type { LogRecord } from './logger.ts';
import { summarizeError } from './to-log-error.ts';
import { toLogRecord, type RecordSettings } from './to-log-record.ts';

/** A request that is over, as its root span has it. */
interface FinishedRequest {
  /** The name of its span. */
  readonly name: string;
  readonly spanContext: SpanContext;
  /** Those of its root span. */
  readonly attributes: Attributes;
  readonly durationMs: number;
  /** What made it fail, if something was thrown. */
  readonly failure: unknown;
  /** Lines of level warn, and of error, that were logged while it was answered. */
  readonly warnings: number;
  readonly errors: number;
}

/**
 * One event per request, however it ended: everything that its root span says, and what only the end knows. The error
 * is a summary; the whole of it is on the line that reports it.
 */
export interface RequestLog {
  readonly record: (request: FinishedRequest) => void;
}

/** `event.name` of the events. */
const requestEventName = 'cruddur.request';

export function createRequestLog(settings: RecordSettings, write: (record: LogRecord) => void): RequestLog {
  return {
    record: (request) => {
      const { spanContext, failure } = request;
      try {
        const { record } = toLogRecord(
          {
            level: 'info',
            body: request.name,
            attributes: {
              ...request.attributes,
              'event.name': requestEventName,
              'cruddur.duration_ms': Math.round(request.durationMs * 1000) / 1000,
              'cruddur.sampled': (spanContext.traceFlags & TraceFlags.SAMPLED) !== 0,
              'cruddur.log.warnings': request.warnings,
              'cruddur.log.errors': request.errors,
            },
          },
          trace.setSpanContext(ROOT_CONTEXT, spanContext),
          undefined,
          settings,
        );
        if (failure === undefined) write(record);
        else {
          const budget = createJsonBudget(settings.limits, settings.redactor);
          write({ ...record, error: summarizeError(failure, budget) });
        }
      } catch {
        // The answer is on its way: nobody is left to be told.
      }
    },
  };
}
