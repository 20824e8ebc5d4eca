import { createRedactor, type RedactionSettings } from '../redaction/create-redactor.ts';
import { createLogger } from './create-logger.ts';
import type { HoldSettings } from './held-lines.ts';
import { defaultJsonLimits, type JsonLimits } from './json-value.ts';
import type { LogSink } from './log-sink.ts';
import type { Logger, LogLevel, LogRecord } from './logger.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { severities } from './severity.ts';

export interface LoggingOptions {
  readonly level: LogLevel;
  readonly nowMs: () => number;
  readonly sinks: readonly LogSink[];
  readonly redaction?: RedactionSettings | undefined;
  readonly limits?: JsonLimits;
  /** Given: the lines of a request below `level` are held, and written when the request fails. */
  readonly hold?: HoldSettings | undefined;
  /** Whether each request keeps its last lines, for the report of an error in it. */
  readonly keepBreadcrumbs?: boolean;
}

export interface Logging {
  readonly log: Logger;
  /** Undefined when no sink wants the events, or the level is above theirs (info): then none are made. */
  readonly requestLog: RequestLog | undefined;
}

/** The way of every line: serialised and redacted once, then to all sinks. */
export function createLogging({
  level,
  nowMs,
  sinks,
  redaction,
  limits = defaultJsonLimits,
  hold,
  keepBreadcrumbs = false,
}: LoggingOptions): Logging {
  const redactor = createRedactor(redaction);
  const ofRequests = sinks.filter(({ wantsRequestEvents }) => wantsRequestEvents);
  const wanted = ofRequests.length > 0 && severities[level].number <= severities.info.number;
  return {
    log: createLogger({ level, nowMs, redactor, limits, hold, keepBreadcrumbs, write: fanOut(sinks) }),
    requestLog: wanted ? createRequestLog({ nowMs, redactor, limits }, fanOut(ofRequests)) : undefined,
  };
}

/** Sinks never throw; one that does all the same keeps nothing from the others. */
function fanOut(sinks: readonly LogSink[]): (record: LogRecord) => void {
  return (record) => {
    for (const sink of sinks) {
      try {
        sink.accept(record);
      } catch {
        // It has its own statistics to say so.
      }
    }
  };
}
