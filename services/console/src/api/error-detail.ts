import type { ErrorOccurrence, TraceError } from './error-types.ts';
import type { TraceLine } from './log-types.ts';
import type { SpanDetail } from './types.ts';

const maxErrors = 100;

export interface ErrorPlaces {
  readonly spans: readonly SpanDetail[];
  readonly lines: readonly TraceLine[];
  /** The trace's begin in epoch milliseconds. */
  readonly originMs: number;
}

/** The reported errors of one trace at their places in it. */
export function toTraceErrors(errors: Iterable<ErrorOccurrence>, places: ErrorPlaces): readonly TraceError[] {
  return [...errors]
    .map((error) => ({ ...error, offsetMs: findOffset(error, places) }))
    .toSorted((a, b) => a.offsetMs - b.offsetMs)
    .slice(0, maxErrors);
}

/**
 * An item tells its time in whole seconds, which is too coarse for a trace: the line and the span that name the same
 * occurrence know it better.
 */
function findOffset(
  { uuid, spanId, timeMs }: ErrorOccurrence,
  { spans, lines, originMs }: ErrorPlaces,
): number {
  if (timeMs % 1000 !== 0) return timeMs - originMs;
  const line = lines.find(({ attributes }) => attributes['rollbar.occurrence.uuid'] === uuid);
  if (line !== undefined) return line.offsetMs;
  const span = spans.find((candidate) => candidate.spanId === spanId);
  if (span === undefined) return timeMs - originMs;
  const event = span.events.find(({ name }) => name === 'exception');
  return event?.offsetMs ?? span.startOffsetMs + span.durationMs;
}
