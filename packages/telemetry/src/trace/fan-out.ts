import type { FinishedSpan } from './finished-span.ts';
import type { SpanSink } from './span-sink.ts';

/** Gives each finished span to every sink. Sinks never throw, so none can keep a span from the others. */
export function createFanOut(sinks: readonly SpanSink[]): (span: FinishedSpan) => void {
  const [only] = sinks;
  if (only !== undefined && sinks.length === 1) return only.accept;
  return (span) => {
    for (const sink of sinks) sink.accept(span);
  };
}
