import { describe, expect, it } from 'vitest';
import type { LooseLineList } from '../api/log-types.ts';
import type { TraceDetail } from '../api/types.ts';
import { homeTraceId, homeTraceJson } from '../testing/home-trace.ts';
import { startTestConsole, type TestConsole } from '../testing/start-test-console.ts';

const json = { 'content-type': 'application/json' };

function sendRecords({ otlpUrl }: TestConsole, ...logRecords: readonly object[]): Promise<Response> {
  const attributes = [{ key: 'service.name', value: { stringValue: 'activities' } }];
  const body = JSON.stringify({ resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords }] }] });
  return fetch(`${otlpUrl}/v1/logs`, { method: 'POST', body, headers: json });
}

async function read<T>(console: TestConsole, path: string): Promise<T> {
  const response = await fetch(console.pageUrl + path);
  return (await response.json()) as T; // what `api/types.ts` promises for the path
}

const record = {
  traceId: homeTraceId,
  spanId: '0000000000000004',
  timeUnixNano: '1795000000007250000',
  severityNumber: 18,
  severityText: 'ERROR2',
  body: { stringValue: 'the feed is gone' },
  attributes: [
    { key: 'exception.type', value: { stringValue: 'FeedError' } },
    { key: 'exception.message', value: { stringValue: 'gone' } },
    { key: 'feed.limit', value: { intValue: '20' } },
  ],
};

describe('POST /v1/logs', () => {
  it('puts records into their trace, to the microsecond', async () => {
    const console = await startTestConsole();
    await console.send(homeTraceJson);
    const response = await sendRecords(console, record);
    expect([response.status, await response.text()]).toEqual([200, '{}']);
    const { logs } = await read<TraceDetail>(console, `/api/traces/${homeTraceId}`);
    expect(logs).toMatchObject({ lineCount: 1, errorLineCount: 1 });
    expect(logs.lines[0]).toMatchObject({
      offsetMs: 7.25,
      level: 'error',
      service: 'activities',
      message: 'the feed is gone',
      error: { type: 'FeedError', message: 'gone' },
      attributes: { 'feed.limit': 20 },
      spanId: '0000000000000004',
    });
  });

  it('takes protobuf', async () => {
    const console = await startTestConsole();
    // ResourceLogs { ScopeLogs { LogRecord { severity_number: 9, body: "hi", observed_time_unix_nano } } }
    const bytes = Buffer.from('0a151213121110092a040a026869590000000000000000', 'hex');
    bytes.writeBigUInt64LE(1_795_000_000_000_000_000n, bytes.length - 8);
    const headers = { 'content-type': 'application/x-protobuf' };
    const response = await fetch(`${console.otlpUrl}/v1/logs`, { method: 'POST', body: bytes, headers });
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 0]);
    const { lines } = await read<LooseLineList>(console, '/api/logs');
    expect(lines).toMatchObject([{ message: 'hi', level: 'info', timeMs: 1_795_000_000_000 }]);
  });

  it('says how many records it has no room for', async () => {
    const console = await startTestConsole({ maxSpans: 100 });
    const response = await sendRecords(console, ...Array.from({ length: 30 }, () => record));
    expect(await response.json()).toEqual({
      partialSuccess: {
        rejectedLogRecords: '5',
        errorMessage: expect.stringMatching(/25 log records.*CRUDDUR_CONSOLE_MAX_SPANS/) as unknown,
      },
    });
  });

  it('says what is wrong', async () => {
    const console = await startTestConsole();
    const response = await sendRecords(console, { ...record, traceId: 'xyz' });
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        code: 3,
        message:
          'not an ExportLogsServiceRequest in json: resourceLogs[0].scopeLogs[0].logRecords[0].traceId: expected 32 hex digits, found 3',
      },
    ]);
    expect((await fetch(`${console.otlpUrl}/v1/logs`)).status).toBe(405);
  });
});
