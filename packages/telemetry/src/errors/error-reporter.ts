import type { DeliveryStatistics } from '../delivery/delivery.ts';
import type { RequestFacts } from '../log/request-scope.ts';
import type { Occurrence } from './occurrence.ts';

/** What `shouldReport` may decide by. */
export interface ReportContext {
  /** The template of the route. */
  readonly route: string | undefined;
  /** The request, when the error happened in one; `status` is there once its answer is known. */
  readonly request: RequestFacts | undefined;
}

/** Where errors are reported to. */
export interface ErrorReporter {
  readonly name: string;
  /** Where it sends to, without secrets, for a person to read. */
  readonly endpoint: string;
  /** Whether an error is worth a report. Never throws. */
  readonly wants: (error: unknown, context: ReportContext) => boolean;
  /** Takes an occurrence. Never throws, never waits. */
  readonly accept: (occurrence: Occurrence) => void;
  /** Where an occurrence is shown. */
  readonly occurrenceUrl: (uuid: string) => string;
  /** Where the trace of an occurrence is shown, by tool. */
  readonly links: (traceId: string | undefined, timeMs: number) => Readonly<Record<string, string>>;
  readonly statistics: () => DeliveryStatistics;
  readonly flush: (timeoutMs: number) => Promise<void>;
  readonly shutdown: (timeoutMs: number) => Promise<void>;
}
