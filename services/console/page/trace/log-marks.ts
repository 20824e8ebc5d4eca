import type { TraceDetail } from '../../src/api/types.ts';
import { toLogEntries } from '../logs/log-entries.ts';
import type { LogMark, WaterfallSpan } from './waterfall-span.ts';

/** Of one span: more would only cover each other. */
const MAX_MARKS = 60;

/** The spans of a trace, each with the marks of what was logged and reported in it, the severe ones kept first. */
export function withLogMarks(trace: TraceDetail): readonly (TraceDetail['spans'][number] & WaterfallSpan)[] {
  const bySpan = Map.groupBy(toLogEntries(trace), ({ spanId }) => spanId);
  return trace.spans.map((span) => {
    const entries = bySpan.get(span.spanId);
    if (entries === undefined) return span;
    const marks = entries.map(({ kind, level, offsetMs, text }): LogMark => {
      const tone = kind === 'error' ? 'reported' : level === 'error' || level === 'warn' ? level : 'plain';
      return { tone, offsetMs, text: text.slice(0, 200) };
    });
    const order = ['reported', 'error', 'warn', 'plain'];
    const kept = marks
      .toSorted((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone))
      .slice(0, MAX_MARKS)
      // The severe ones are drawn last, over the others.
      .toReversed();
    return { ...span, logMarks: kept, logCount: entries.length };
  });
}
