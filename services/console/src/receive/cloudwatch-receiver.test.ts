import { describe, expect, it } from 'vitest';
import type { LogLine, LooseLineList } from '../api/log-types.ts';
import type { SinkReport } from '../api/sink-types.ts';
import type { TraceDetail, TraceList } from '../api/types.ts';
import { createHomeLines } from '../testing/home-lines.ts';
import { homeTraceId, homeTraceJson } from '../testing/home-trace.ts';
import { startTestConsole, type TestConsole } from '../testing/start-test-console.ts';

async function read<T>(console: TestConsole, path: string): Promise<T> {
  const response = await fetch(console.pageUrl + path);
  return (await response.json()) as T; // what `api/types.ts` promises for the path
}

const readTrace = (console: TestConsole): Promise<TraceDetail> => read(console, `/api/traces/${homeTraceId}`);

/** Lines are told by the stand-in's clock to be neither too old nor too new. */
const shiftToNow = (): number => Date.now() - 60_000;

describe('the CloudWatch receiver', () => {
  it('puts lines into their trace, in the order of time', async () => {
    const console = await startTestConsole();
    const beginMs = shiftToNow();
    const begin = BigInt(beginMs) * 1_000_000n;
    await console.send(
      homeTraceJson.replace(/17950000000(\d{8})/g, (nanos) =>
        String(begin + BigInt(nanos) - 1_795_000_000_000_000_000n),
      ),
    );
    expect((await console.sendLines(...createHomeLines(beginMs))).status).toBe(200);
    const { logs, spanCount } = await readTrace(console);
    expect(spanCount).toBe(4);
    expect(logs).toMatchObject({ lineCount: 5, errorLineCount: 1 });
    expect(logs.lines.map(({ offsetMs, level, service }) => [offsetMs, level, service])).toEqual([
      [6, 'info', 'activities'],
      [9, 'warn', 'activities'],
      [14, 'error', 'activities'],
      [16, 'info', 'activities'],
      [20, 'info', 'gateway'],
    ]);
    expect(logs.lines[2]).toMatchObject({
      error: { type: 'FeedError', cause: { type: 'DatabaseError', fields: { code: '57P01' } } },
      spanId: '0000000000000004',
      group: '/cruddur/test',
    });
    expect(logs.lines[4]).toMatchObject({ isRequest: true, attributes: { 'cruddur.duration_ms': 20 } });
  });

  it('lists a trace of which only lines have come, by its requests', async () => {
    const console = await startTestConsole();
    const beginMs = shiftToNow();
    await console.sendLines(...createHomeLines(beginMs));
    const { traces } = await read<TraceList>(console, '/api/traces');
    expect(traces).toMatchObject([
      {
        traceId: homeTraceId,
        rootName: 'GET /api/activities/home',
        rootService: 'gateway',
        startTimeMs: beginMs,
        durationMs: 20,
        httpStatusCode: 200,
        spanCount: 0,
        logs: { lineCount: 5 },
        bars: [
          { service: 'gateway', start: 0, width: 1 },
          { service: 'activities', start: 0.25, width: 0.55 },
        ],
      },
    ]);
  });

  it('counts what comes twice, and keeps it once', async () => {
    const console = await startTestConsole();
    const lines = createHomeLines(shiftToNow());
    await console.sendLines(...lines);
    await console.sendLines(...lines);
    expect((await readTrace(console)).logs.lineCount).toBe(5);
    expect(await read<SinkReport>(console, '/api/sinks')).toMatchObject({
      cloudwatch: { accepted: 10 },
      logs: { lineCount: 5, duplicateLines: 5 },
    });
  });

  it('keeps lines without a trace, and what is no JSON as text', async () => {
    const console = await startTestConsole();
    const timeMs = shiftToNow();
    await console.sendLines(
      { timeMs, line: 'plain text' },
      { timeMs: timeMs + 1, line: { level: 'info', service: 'gateway', message: 'listening' } },
    );
    const { lines } = await read<LooseLineList>(console, '/api/logs');
    expect(lines.map(({ message, isStructured }: LogLine) => [message, isStructured])).toEqual([
      ['listening', true],
      ['plain text', false],
    ]);
    expect((await read<SinkReport>(console, '/api/sinks')).logs).toMatchObject({
      looseLineCount: 2,
      unstructuredLines: 1,
    });
  });

  it('says which lines CloudWatch would have rejected, and why', async () => {
    const console = await startTestConsole();
    const now = Date.now();
    await console.sendLines({ timeMs: now, line: 'in time' }, { timeMs: now + 10_000_000, line: 'too new' });
    const report = await read<SinkReport>(console, '/api/sinks');
    expect(report).toMatchObject({
      refusalCount: 1,
      logs: { looseLineCount: 1, rejectedLines: 1 },
      refusals: [
        { vendor: 'cloudwatch', reason: expect.stringMatching(/1 of the events .* age/) as unknown },
      ],
    });
  });

  it('counts what CloudWatch would have refused, not the search for a group', async () => {
    const console = await startTestConsole();
    await console.sendLines({ timeMs: Date.now(), line: '' });
    const { refusals, cloudwatch } = await read<SinkReport>(console, '/api/sinks');
    expect(refusals).toMatchObject([
      { vendor: 'cloudwatch', reason: expect.stringMatching(/^PutLogEvents: InvalidParameter/) as unknown },
    ]);
    await console.sendLines({ timeMs: Date.now(), line: 'fine' });
    const later = await read<SinkReport>(console, '/api/sinks');
    expect(later.refusalCount).toBe(1);
    // Group and stream were there.
    expect(later.cloudwatch.refusedCalls).toBe(cloudwatch.refusedCalls + 2);
  });

  it('is not for web pages, nor for other hosts', async () => {
    const console = await startTestConsole();
    const response = await fetch(console.cloudwatchUrl, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(response.status).toBe(403);
  });

  it('keeps room for others beside a trace with endless lines', async () => {
    const console = await startTestConsole({ maxSpans: 100 });
    const timeMs = shiftToNow();
    await console.sendLines(
      ...Array.from({ length: 60 }, (_, index) => ({
        timeMs: timeMs + index,
        line: { traceId: homeTraceId, message: `line ${index}`, event_id: `e-${index}` },
      })),
    );
    expect((await readTrace(console)).logs.lineCount).toBe(25);
    expect((await read<SinkReport>(console, '/api/sinks')).logs).toMatchObject({
      lineCount: 25,
      rejectedLines: 35,
    });
  });
});
