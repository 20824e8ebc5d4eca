import { describe, expect, it } from 'vitest';
import { makeStream } from '../testing/call-logs.ts';
import { createCloudWatchLogs, type CloudWatchLogsStandIn } from './create-cloudwatch-logs.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const place = { 'x-aws-log-group': 'g', 'x-aws-log-stream': 's' };

async function createLogs(): Promise<CloudWatchLogsStandIn> {
  const logs = createCloudWatchLogs({ nowMs: () => nowMs });
  await makeStream(logs);
  return logs;
}

const post = (
  logs: CloudWatchLogsStandIn,
  body: string,
  headers: Readonly<Record<string, string>> = place,
  query = '',
): Promise<Response> =>
  logs.fetch(
    new Request(`http://console.test/cloudwatch/ingest/bulk${query}`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer ACWLexample', 'content-type': 'application/x-ndjson', ...headers },
    }),
  );

describe('ingestion of lines over HTTP', () => {
  it('takes every value of JSON, in any order, and leaves out what is none', async () => {
    const logs = await createLogs();
    const lines = [
      `{"timestamp":${nowMs},"message":"b"}`,
      '',
      `{"timestamp":${nowMs - 1},"message":"a"}`,
      '{"no":',
      `[{"timestamp":${nowMs + 1}},7]`,
      '"plain"',
    ];
    const response = await post(logs, lines.join('\r\n'));
    expect([response.status, await response.json()]).toEqual([200, {}]);
    expect(
      logs.readStream('g', 's').map(({ timestampMs, message }) => [timestampMs - nowMs, message]),
    ).toEqual([
      [-1, `{"timestamp":${nowMs - 1},"message":"a"}`],
      [0, `{"timestamp":${nowMs},"message":"b"}`],
      [0, '7'],
      [0, 'plain'],
      [1, `{"timestamp":${nowMs + 1}}`],
    ]);
  });

  it('takes the place from the URL too', async () => {
    const logs = await createLogs();
    expect((await post(logs, '1', {}, '?logGroup=g&logStream=s')).status).toBe(200);
    expect(logs.counts.accepted).toBe(1);
  });

  it('unpacks gzip', async () => {
    const logs = await createLogs();
    const packed = new Blob(['{"a":1}\n{"a":2}']).stream().pipeThrough(new CompressionStream('gzip'));
    const request = new Request('http://logs.test/ingest/bulk', {
      method: 'POST',
      body: await new Response(packed).arrayBuffer(),
      headers: {
        ...place,
        authorization: 'Bearer ACWLexample',
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
    });
    expect((await logs.fetch(request)).status).toBe(200);
    expect(logs.counts.accepted).toBe(2);
  });

  it.each([
    ['nobody', { ...place, authorization: '' }, '', 401, 'MissingAuthenticationTokenException'],
    ['no stream', { 'x-aws-log-group': 'g' }, '', 400, 'InvalidParameterException'],
    ['two streams', place, '?logStream=s', 400, 'InvalidParameterException'],
    ['another type', { ...place, 'content-type': 'text/plain' }, '', 400, 'InvalidParameterException'],
    ['a missing stream', { ...place, 'x-aws-log-stream': 't' }, '', 400, 'ResourceNotFoundException'],
  ])('refuses %s', async (_, headers, query, status, errorType) => {
    const logs = await createLogs();
    const response = await post(logs, '1', headers, query);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ __type: errorType });
    expect(logs.counts).toMatchObject({ accepted: 0, refusedCalls: 1 });
  });

  it('throttles with 429', async () => {
    const logs = await createLogs();
    logs.setFaults([{ kind: 'throttle', operations: ['ingest'] }]);
    expect((await post(logs, '1')).status).toBe(429);
  });
});
