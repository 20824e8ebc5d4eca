import type { Attributes } from '@opentelemetry/api';
import type { DeliveryStatistics } from '../delivery/delivery.ts';
import type { RequestFacts } from '../log/request-scope.ts';
import type { Occurrence, OccurrenceSubject, ReportedOccurrence } from './occurrence.ts';
import type { ReportLevel } from './report-level.ts';

/** What `shouldReport` may decide by. */
export interface ReportContext {
  /** The template of the route. */
  readonly route: string | undefined;
  /** The request, when the error happened in one; `status` is there once its answer is known. */
  readonly request: RequestFacts | undefined;
}

/** What whoever reports may say beside what has happened. */
interface ReportDetails {
  readonly level: ReportLevel;
  readonly attributes: Attributes | undefined;
  readonly fingerprint: string | undefined;
}

/** An occurrence that has its uuid and has not been sent yet. */
interface PreparedReport {
  readonly reported: ReportedOccurrence;
  /** Never throws, never waits. */
  readonly send: () => void;
}

interface ReportSink {
  readonly name: string;
  /** Where it sends to, without secrets, for a person to read. */
  readonly endpoint: string;
  readonly statistics: () => DeliveryStatistics;
  readonly flush: (timeoutMs: number) => Promise<void>;
  readonly shutdown: (timeoutMs: number) => Promise<void>;
}

/** Where errors are reported to; `createErrorReporter` makes one of a receiver. */
export interface ErrorReporter extends ReportSink {
  /** Writes down what has happened in the active context. Undefined when it is not worth a report. */
  readonly prepare: (subject: OccurrenceSubject, details: ReportDetails) => PreparedReport | undefined;
}

/** One kind of receiver, such as Rollbar. */
export interface OccurrenceReceiver extends ReportSink {
  /** Whether an error is worth a report. Never throws. */
  readonly wants: (error: unknown, context: ReportContext) => boolean;
  /** Takes an occurrence. Never throws, never waits. */
  readonly accept: (occurrence: Occurrence) => void;
  /** Where an occurrence is shown. */
  readonly occurrenceUrl: (uuid: string) => string;
  /** Where the trace of an occurrence is shown, by tool. */
  readonly links: (traceId: string | undefined, timeMs: number) => Readonly<Record<string, string>>;
}
