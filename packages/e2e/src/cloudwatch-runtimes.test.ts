import { fileURLToPath } from 'node:url';
import { startCloudWatchLogs, type RunningCloudWatchLogs } from '@cruddur/stand-ins';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runtimes } from './runtimes/runtime-binary.ts';
import { startOn, type RuntimeEntry } from './runtimes/start-on.ts';
import { eventually } from './stack/eventually.ts';
import type { Service } from './stack/start-stack.ts';

const entry: RuntimeEntry = {
  folder: fileURLToPath(new URL('errors/fixtures/reporting/', import.meta.url)),
  node: 'main.ts',
  serve: 'serve.ts',
  worker: fileURLToPath(new URL('errors/fixtures/reporting/worker.ts', import.meta.url)),
  probe: '/health',
};
const group = 'cruddur';

describe.each(runtimes)('log lines to CloudWatch from %s', (runtime) => {
  let cloudwatch: RunningCloudWatchLogs;
  let service: Service;
  beforeAll(async () => {
    cloudwatch = await startCloudWatchLogs();
    service = await startOn(runtime, entry, {
      CLOUDWATCH_LOG_GROUP: group,
      CRUDDUR_CLOUDWATCH_MAX_DELAY: '50',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: cloudwatch.url,
    });
  }, 60_000);
  afterAll(async () => {
    await service?.process.stop();
    await cloudwatch?.[Symbol.asyncDispose]();
  });

  const linesOf = (traceId: string): readonly Readonly<Record<string, unknown>>[] =>
    (cloudwatch.groups.get(group) ?? [])
      .flatMap((stream) => cloudwatch.readStream(group, stream))
      .map(({ message }): Record<string, unknown> => JSON.parse(message))
      .filter((line) => line['traceId'] === traceId && line['message'] === 'Hello World!');

  async function ask(): Promise<string> {
    const traceId = crypto.randomUUID().replaceAll('-', '');
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    await (await fetch(`${service.url}/message`, { headers })).text();
    return traceId;
  }

  test('G17: every request of the same isolate has its line, with its ids', async () => {
    const traceIds: string[] = [];
    for (let request = 0; request < 10; request += 1) traceIds.push(await ask());
    traceIds.push(...(await Promise.all(Array.from({ length: 20 }, ask))));
    const lines = await eventually('a line of every request', async () => {
      const found = traceIds.flatMap(linesOf);
      return found.length >= traceIds.length ? found : undefined;
    });
    expect(lines.map(({ traceId }) => traceId)).toEqual(traceIds);
    expect(new Set(lines.map(({ event_id }) => event_id)).size).toBe(traceIds.length);
    for (const line of lines)
      expect(line).toMatchObject({
        message: 'Hello World!',
        level: 'warn',
        service: 'reporting',
        'http.route': '/message',
        'app.items': 3,
        spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
        xray_trace_id: `1-${String(line['traceId']).slice(0, 8)}-${String(line['traceId']).slice(8)}`,
      });
    // Requests that ran side by side may each have found group and stream missing; from now on nobody asks.
    const { refusedCalls } = cloudwatch.counts;
    const later = await ask();
    await eventually('one more line', async () => linesOf(later)[0]);
    expect(cloudwatch.counts.refusedCalls).toBe(refusedCalls);
  });

  test('G17: a service that throttles and then forgets the stream loses no line', async () => {
    cloudwatch.setFaults([
      { kind: 'throttle', operations: ['PutLogEvents'], when: { kind: 'times', count: 1 } },
    ]);
    const throttled = await ask();
    await eventually('the line that was throttled', async () => linesOf(throttled)[0]);
    cloudwatch.setFaults([{ kind: 'forget', what: 'streams' }]);
    const forgotten = await ask();
    await eventually('the line whose stream was gone', async () => linesOf(forgotten)[0]);
    expect(cloudwatch.counts).toMatchObject({ rejected: 0, faultedCalls: 1 });
  });
});
