import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseErrorItem } from '../receive/parse-error-item.ts';
import { parseLogLine } from '../receive/parse-log-line.ts';
import type { LogLine } from '../api/log-types.ts';
import { TraceStore } from './trace-store.ts';

const toTraceId = (number: number): string => String(number).padStart(32, '0');

function createLine(trace: number, id: string, text = ''): LogLine {
  const traceId = trace === 0 ? undefined : toTraceId(trace);
  const line = JSON.stringify({ traceId, event_id: id, message: text });
  return parseLogLine(line, { group: 'g', stream: 's', timestampMs: 0 }, () => id);
}

describe('log lines and errors in the store', () => {
  it('change the revision of their trace, and tell listeners', () => {
    const store = new TraceStore({ maxSpans: 1_000, maxBytes: 100_000_000 });
    const heard: unknown[] = [];
    store.subscribe((traceIds) => heard.push([...traceIds]));
    store.addLines([createLine(1, 'a'), createLine(2, 'b'), createLine(1, 'c'), createLine(0, 'd')]);
    const before = store.get(toTraceId(1))?.revision;
    const custom = { trace_id: toTraceId(1) };
    store.addError(parseErrorItem({ custom }, { timeMs: 0, toUuid: () => 'uuid' }));
    expect(heard).toEqual([[toTraceId(1), toTraceId(2)], [toTraceId(1)]]);
    expect(store.get(toTraceId(1))?.revision).not.toBe(before);
    expect(store.latest(9)).toMatchObject([{ lineCount: 1 }, { lineCount: 2, errorCount: 1 }]);
  });

  it('are each accounted for: kept, evicted, rejected or here already', () => {
    const arrival = fc.record({
      trace: fc.integer({ min: 0, max: 6 }),
      id: fc.nat(9).map(String),
      text: fc.string({ maxLength: 400 }),
    });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 120 }), (arrivals) => {
        const limits = { maxSpans: 16, maxBytes: 16_000 };
        const store = new TraceStore(limits);
        for (const [index, { trace, id, text }] of arrivals.entries()) {
          store.addLines([createLine(trace, `${trace}-${id}`, text)]);
          const { logs, byteCount } = store.statistics();
          const inTraces = store.latest(100).reduce((sum, { lineCount }) => sum + lineCount, 0);
          expect(logs.lineCount).toBe(inTraces);
          expect(logs.looseLineCount).toBe(store.looseLines.length);
          const { lineCount, looseLineCount, evictedLines, rejectedLines, duplicateLines } = logs;
          expect(lineCount + looseLineCount + evictedLines + rejectedLines + duplicateLines).toBe(index + 1);
          expect(lineCount).toBeLessThanOrEqual(limits.maxSpans);
          expect(byteCount).toBeLessThanOrEqual(limits.maxBytes);
        }
      }),
    );
  });
});
