import type { Attributes, SpanContext } from '@opentelemetry/api';
import type { RequestFacts } from '../log/request-scope.ts';
import type { LogRecord } from '../log/logger.ts';
import type { Person } from './person.ts';
import type { ReportLevel } from './report-level.ts';

/** Something that is worth a person's attention, with what is known about it when it happened. Nothing is redacted yet. */
export interface Occurrence {
  /** Made before anything is sent, so that span, log line and report can name each other. */
  readonly uuid: string;
  readonly timeMs: number;
  readonly level: ReportLevel;
  readonly subject: OccurrenceSubject;
  readonly attributes: Attributes | undefined;
  /** Groups occurrences by hand; without it the receiver groups them. */
  readonly fingerprint: string | undefined;
  readonly spanContext: SpanContext | undefined;
  /** The template of the route, never the path. */
  readonly route: string | undefined;
  readonly request: RequestFacts | undefined;
  readonly person: Person | undefined;
  /** The lines of the request so far, oldest first; redacted already. */
  readonly breadcrumbs: readonly LogRecord[];
}

export type OccurrenceSubject =
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'message'; readonly message: string };

/** What whoever reports learns at once: where the occurrence will be found. */
export interface ReportedOccurrence {
  readonly uuid: string;
  /** Where the receiver shows it. */
  readonly url: string;
  /** Where the trace and the log lines are shown, by tool: as far as the configuration suffices to know. */
  readonly links: Readonly<Record<string, string>>;
}
