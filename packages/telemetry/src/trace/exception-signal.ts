import { context as activeContext, trace, type Span } from '@opentelemetry/api';
import type { Logger } from '../log/logger.ts';
import { withSpanInContext } from './context-keys.ts';
import { errorType } from './exception-attributes.ts';
import { createNotedErrors } from './noted-errors.ts';

/**
 * Where an exception that ends or troubles a span is told, once: as an event of the span, as a log record, or as both
 * while one moves from the first to the second. (`OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN`; unset is `span-event`.)
 */
export type ExceptionSignalOptIn = 'span-event' | 'logs' | 'logs/dup';

/** `event.name` of log records that tell of an exception. */
export const exceptionEventName = 'exception';

export interface ExceptionSignal {
  /** Whether spans get an event for it. */
  readonly isSpanEvent: boolean;
  /** Undefined unless exceptions are log records too. Several spans may see the same throw; the innermost tells of it. */
  readonly log: ((span: Span, thrown: unknown) => void) | undefined;
  /** Whether the line that is about to report `thrown` is the one record of the exception; true at most once a trace. */
  readonly claimRecord: (thrown: unknown) => boolean;
}

export const spanEventsOnly: ExceptionSignal = {
  isSpanEvent: true,
  log: undefined,
  claimRecord: () => false,
};

export function createExceptionSignal(optIn: ExceptionSignalOptIn, log: Logger): ExceptionSignal {
  if (optIn === 'span-event') return spanEventsOnly;
  const recorded = createNotedErrors<true>();
  const claim = (thrown: unknown, traceId: string | undefined): boolean => {
    if (typeof thrown !== 'object' || thrown === null) return true;
    if (recorded.find(thrown, traceId) !== undefined) return false;
    recorded.set(thrown, traceId, true);
    return true;
  };
  const emit = (thrown: unknown): void =>
    log.emit({
      // Nobody knows yet whether the caller makes something of it; what nobody does is reported as an error besides.
      level: 'warn',
      attributes: { 'event.name': exceptionEventName, 'exception.type': errorType(thrown) },
      error: thrown ?? String(thrown),
    });
  return {
    isSpanEvent: optIn === 'logs/dup',
    claimRecord: (thrown) => claim(thrown, trace.getActiveSpan()?.spanContext().traceId),
    log: (span, thrown) => {
      if (!claim(thrown, span.spanContext().traceId)) return;
      activeContext.with(withSpanInContext(activeContext.active(), span), emit, undefined, thrown);
    },
  };
}
