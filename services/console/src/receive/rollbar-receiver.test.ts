import { describe, expect, it } from 'vitest';
import type { ErrorGroupDetail, ErrorGroupList } from '../api/error-types.ts';
import type { SinkReport } from '../api/sink-types.ts';
import type { TraceDetail, TraceList } from '../api/types.ts';
import { createErrorItem } from '../testing/create-error-item.ts';
import { homeTraceId, homeTraceJson } from '../testing/home-trace.ts';
import { startTestConsole, type TestConsole } from '../testing/start-test-console.ts';

async function read<T>(console: TestConsole, path: string): Promise<T> {
  const response = await fetch(console.pageUrl + path);
  return (await response.json()) as T; // what `api/types.ts` promises for the path
}

const uuid = (number: number): string => String(number).padStart(32, '0');

describe('the Rollbar receiver', () => {
  it('puts an error into its trace, where its span ended', async () => {
    const console = await startTestConsole();
    await console.send(homeTraceJson);
    const response = await console.sendError(createErrorItem());
    expect(response.status).toBe(200);
    const trace = await read<TraceDetail>(console, `/api/traces/${homeTraceId}`);
    expect(trace).toMatchObject({
      reportedErrorCount: 1,
      errors: [{ offsetMs: 15, exceptions: [{ type: 'FeedError' }, { type: 'DatabaseError' }] }],
    });
    const { traces } = await read<TraceList>(console, '/api/traces');
    expect(traces[0]).toMatchObject({ reportedErrorCount: 1, spanCount: 4 });
  });

  it('groups what is the same, counts it, and leads to the traces', async () => {
    const console = await startTestConsole();
    const other = 'ab'.repeat(16);
    for (let number = 1; number <= 25; number += 1) {
      const custom = { service: 'activities', trace_id: number === 25 ? other : homeTraceId };
      await console.sendError(
        createErrorItem({ uuid: uuid(number), timestamp: 1_795_000_000 + number, custom }),
      );
    }
    await console.sendError(
      createErrorItem({
        uuid: uuid(99),
        timestamp: 1,
        level: 'warning',
        body: { message: { body: 'Hello World!' } },
      }),
    );
    const { groups, statistics } = await read<ErrorGroupList>(console, '/api/errors');
    expect(groups).toMatchObject([
      {
        type: 'FeedError',
        count: 25,
        service: 'activities',
        place: '/app/services/activities/src/domain/home-feed.ts:41 in readHomeFeed',
        firstSeenMs: 1_795_000_001_000,
        lastSeenMs: 1_795_000_025_000,
        contexts: ['GET /api/activities/home'],
        latestTraceId: other,
      },
      { type: 'message', message: 'Hello World!', level: 'warning', count: 1 },
    ]);
    expect(statistics).toMatchObject({ groupCount: 2, occurrenceCount: 26 });
    const group = await read<ErrorGroupDetail>(console, `/api/errors/${groups[0]?.key}`);
    expect(group.occurrences.map((occurrence) => occurrence.uuid)).toEqual(
      Array.from({ length: 20 }, (_, index) => uuid(25 - index)),
    );
  });

  it('takes an item once, however often it is sent', async () => {
    const console = await startTestConsole();
    for (const _ of [1, 2, 3]) expect((await console.sendError(createErrorItem())).status).toBe(200);
    expect(await read<SinkReport>(console, '/api/sinks')).toMatchObject({
      rollbar: { calls: 3, accepted: 1 },
      errors: { occurrenceCount: 1, duplicateErrors: 2 },
    });
  });

  it('counts what Rollbar would have refused, and says why', async () => {
    const console = await startTestConsole();
    expect((await console.sendError('not JSON')).status).toBe(400);
    expect((await console.sendError(createErrorItem({ environment: '' }))).status).toBe(422);
    expect(await read<SinkReport>(console, '/api/sinks')).toMatchObject({
      rollbar: { accepted: 0, refusedCalls: 2 },
      refusalCount: 2,
      refusals: [
        { vendor: 'rollbar', reason: '422: data.environment: is required' },
        { vendor: 'rollbar', reason: '400: the body is not a JSON object' },
      ],
    });
  });

  it('says that an error is unknown', async () => {
    const console = await startTestConsole();
    expect(await read(console, '/api/errors/abc')).toMatchObject({ code: 'error_not_found' });
  });

  it('is not for web pages', async () => {
    const console = await startTestConsole();
    const response = await fetch(console.rollbarUrl, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(response.status).toBe(403);
  });
});
