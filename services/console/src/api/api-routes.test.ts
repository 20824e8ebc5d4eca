import { describe, expect, it } from 'vitest';
import { homeTraceId, homeTraceJson } from '../testing/home-trace.ts';
import { startTestConsole, type TestConsole } from '../testing/start-test-console.ts';

async function startWithTrace(): Promise<TestConsole> {
  const console = await startTestConsole();
  await console.send(homeTraceJson);
  return console;
}

async function get(console: TestConsole, path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(console.pageUrl + path);
  return { status: response.status, body: await response.json() };
}

const id = (number: number): string => String(number).padStart(16, '0');

const spanAt = (traceId: string, seconds: number): object => ({
  traceId,
  spanId: id(1),
  name: 'request',
  startTimeUnixNano: `${seconds}000000000`,
  endTimeUnixNano: `${seconds}000000001`,
});

describe('GET /api/traces', () => {
  it('gives summaries and statistics', async () => {
    const console = await startWithTrace();
    expect((await get(console, '/api/traces')).body).toEqual({
      traces: [
        {
          traceId: homeTraceId,
          xrayTraceId: '1-0af76519-16cd43dd8448eb211c80319c',
          rootName: 'GET /api/activities/home',
          rootService: 'gateway',
          startTimeMs: 1_795_000_000_000,
          durationMs: 20,
          services: [
            { name: 'gateway', spanCount: 2 },
            { name: 'activities', spanCount: 2 },
          ],
          spanCount: 4,
          errorCount: 0,
          httpStatusCode: 200,
          xray: { documentCount: 0, disagreementCount: 0 },
          logs: { lineCount: 0, errorLineCount: 0 },
          reportedErrorCount: 0,
          bars: [
            { service: 'gateway', start: 0, width: 1, error: false },
            { service: 'gateway', start: 0.1, width: 0.8, error: false },
            { service: 'activities', start: 0.25, width: 0.55, error: false },
            { service: 'activities', start: 0.3, width: 0.45, error: false },
          ],
        },
      ],
      statistics: {
        traceCount: 1,
        spanCount: 4,
        documentCount: 0,
        byteCount: expect.any(Number) as unknown,
        maxSpans: 1_000,
        maxBytes: 16_777_216,
        evictedSpans: 0,
        evictedDocuments: 0,
        rejectedSpans: 0,
        rejectedDocuments: 0,
        refusalCount: 0,
        logs: {
          lineCount: 0,
          looseLineCount: 0,
          evictedLines: 0,
          rejectedLines: 0,
          duplicateLines: 0,
          unstructuredLines: 0,
        },
        errors: {
          groupCount: 0,
          occurrenceCount: 0,
          duplicateErrors: 0,
          evictedGroups: 0,
          evictedErrors: 0,
        },
      },
    });
  });

  it('gives the one that began last, whichever came in last', async () => {
    const console = await startTestConsole();
    for (const [traceId, seconds] of [
      ['b'.repeat(32), 1_795_000_002],
      ['a'.repeat(32), 1_795_000_001],
    ] as const) {
      await console.send(
        JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [spanAt(traceId, seconds)] }] }] }),
      );
    }
    expect((await get(console, '/api/traces?limit=1')).body).toMatchObject({
      traces: [{ traceId: 'b'.repeat(32) }],
    });
  });

  it.each(['0', '-1', '2001', 'all', '1.5', ''])('refuses limit=%s', async (limit) => {
    const console = await startTestConsole();
    expect(await get(console, `/api/traces?limit=${limit}`)).toEqual({
      status: 400,
      body: { code: 'invalid_limit', message: 'limit must be a whole number from 1 to 2000' },
    });
  });
});

describe('GET /api/traces/:traceId', () => {
  it.each([homeTraceId, homeTraceId.toUpperCase(), '1-0af76519-16cd43dd8448eb211c80319c'])(
    'finds the trace by %s',
    async (traceId) => {
      const console = await startWithTrace();
      expect(await get(console, `/api/traces/${traceId}`)).toMatchObject({
        status: 200,
        body: { traceId: homeTraceId },
      });
    },
  );

  it('gives spans in waterfall order with self time, critical path and hops', async () => {
    const console = await startWithTrace();
    const { body } = await get(console, `/api/traces/${homeTraceId}`);
    expect(body).toMatchObject({
      spans: [
        { spanId: id(1), depth: 0, startOffsetMs: 0, durationMs: 20, selfMs: 4, onCriticalPath: true },
        { spanId: id(2), depth: 1, kind: 'client', startOffsetMs: 2, durationMs: 16, selfMs: 5 },
        { spanId: id(3), depth: 2, kind: 'server', service: 'activities', parentMissing: false, selfMs: 2 },
        { spanId: id(4), depth: 3, name: 'home-activities-mock-data', selfMs: 9 },
      ],
      hops: [
        {
          clientSpanId: id(2),
          serverSpanId: id(3),
          fromService: 'gateway',
          toService: 'activities',
          requestGapMs: 3,
          responseGapMs: 2,
        },
      ],
    });
  });

  it('names the form of an id where it is malformed', async () => {
    const console = await startTestConsole();
    expect(await get(console, '/api/traces/last')).toMatchObject({
      status: 400,
      body: { code: 'invalid_trace_id', message: expect.stringMatching(/32 hex digits/) as unknown },
    });
  });

  it('says that an unknown trace has not arrived', async () => {
    const console = await startTestConsole();
    expect(await get(console, `/api/traces/${homeTraceId}`)).toMatchObject({
      status: 404,
      body: { code: 'trace_not_found', message: expect.stringMatching(/has arrived/) as unknown },
    });
  });

  it('says that the trace may have made room for newer ones', async () => {
    const console = await startTestConsole({ maxSpans: 8 });
    for (let index = 1; index <= 5; index++) {
      await console.send(homeTraceJson.replaceAll(homeTraceId, String(index).padStart(32, '0')));
    }
    expect(await get(console, `/api/traces/${'1'.padStart(32, '0')}`)).toMatchObject({
      status: 404,
      body: { message: expect.stringMatching(/made room/) as unknown },
    });
  });
});

describe('the rest of the address space', () => {
  it('answers health and readiness', async () => {
    const console = await startTestConsole();
    expect(await get(console, '/health')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await get(console, '/ready')).toEqual({ status: 200, body: { status: 'ready' } });
  });

  it('says what the API does not have', async () => {
    const console = await startTestConsole();
    expect(await get(console, '/api/spans')).toEqual({
      status: 404,
      body: { code: 'not_found', message: 'the API has no GET /api/spans' },
    });
  });
});
