import type { LogDetail, LogLine, LogSummary, TraceLine } from './log-types.ts';
import type { SpanDetail } from './types.ts';

const maxLines = 2_000;

/** Of lines, which say whole milliseconds where spans say microseconds. */
const resolutionMs = 1;

export function countLines(lines: Iterable<LogLine>): LogSummary {
  let lineCount = 0;
  let errorLineCount = 0;
  for (const { level } of lines) {
    lineCount += 1;
    if (level === 'error') errorLineCount += 1;
  }
  return { lineCount, errorLineCount };
}

/** The lines of one trace at their places in it. `originMs` is its begin in epoch milliseconds. */
export function toLogDetail(
  lines: readonly LogLine[],
  spans: readonly SpanDetail[],
  originMs: number,
): LogDetail {
  const beginOf = new Map(spans.map(({ spanId, startOffsetMs }) => [spanId, startOffsetMs]));
  const toLine = (line: LogLine): TraceLine => {
    const beginMs = line.spanId === undefined ? 0 : (beginOf.get(line.spanId) ?? 0);
    return { ...line, offsetMs: toOffset(line.timeMs - originMs, beginMs) };
  };
  return {
    ...countLines(lines),
    lines: lines
      .map(toLine)
      .toSorted((a, b) => a.offsetMs - b.offsetMs)
      .slice(0, maxLines),
  };
}

/** What seems to come before its span began, by less than the clock can tell, came as it began. */
function toOffset(offsetMs: number, beginMs: number): number {
  return offsetMs < beginMs && offsetMs > beginMs - resolutionMs ? beginMs : offsetMs;
}
