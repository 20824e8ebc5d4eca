import type { Attributes } from '@cruddur/trace-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorOccurrence } from '../api/error-types.ts';
import { createErrorItem } from '../testing/create-error-item.ts';
import { homeTraceId } from '../testing/home-trace.ts';
import { parseErrorItem } from './parse-error-item.ts';

const parse = (item: unknown): ErrorOccurrence => parseErrorItem(item, { timeMs: 5, toUuid: () => 'given' });

function keyOf(message: string, lineno = 41, data: Attributes = {}): string {
  const frames = [{ filename: '/app/src/a.ts', method: 'run', lineno }];
  const body = { trace: { exception: { class: 'E', message }, frames } };
  return parse(createErrorItem({ body, ...data })).key;
}

describe('parseErrorItem', () => {
  it('reads what was thrown, its cause, and everything around it', () => {
    expect(parse(createErrorItem())).toMatchObject({
      uuid: '6f1c1f9e0f2b4a3e9b1d2c3e4f506172',
      timeMs: 1_795_000_000_000,
      level: 'error',
      service: 'activities',
      environment: 'development',
      context: 'GET /api/activities/home',
      traceId: homeTraceId,
      spanId: '0000000000000004',
      exceptions: [
        {
          type: 'FeedError',
          frames: [
            {
              file: '/app/services/activities/src/domain/home-feed.ts',
              method: 'readHomeFeed',
              isOwn: true,
              line: 41,
            },
            { file: '/app/services/activities/src/routes/home.ts', method: '', isOwn: true },
            { method: 'dispatch', isOwn: false },
            { method: 'processTicksAndRejections', isOwn: false },
          ],
        },
        { type: 'DatabaseError', message: 'Connection terminated unexpectedly' },
      ],
      breadcrumbs: [
        { timeMs: 1_795_000_000_001, type: 'log', text: 'feed asked for' },
        { level: 'error', text: 'GET http://localhost:4568/ 500' },
      ],
      person: { id: 'andrewbrown' },
      request: { method: 'GET' },
    });
  });

  it('reads a message, a single trace, and an item of nothing', () => {
    expect(
      parse(createErrorItem({ level: 'warning', body: { message: { body: 'Hello World!' } } })),
    ).toMatchObject({
      level: 'warning',
      exceptions: [{ type: 'message', message: 'Hello World!', frames: [] }],
    });
    const trace = { exception: { class: 'E', description: 'd' }, frames: [] };
    expect(parse({ body: { trace } }).exceptions).toEqual([{ type: 'E', message: 'd', frames: [] }]);
    expect(parse(undefined)).toMatchObject({
      uuid: 'given',
      timeMs: 5,
      exceptions: [{ type: 'unreadable' }],
    });
  });

  it('keeps to times that can be shown', () => {
    const telemetry = [{ timestamp_ms: 1e300, body: { message: 'm' } }];
    const occurrence = parse({ timestamp: 1e300, body: { telemetry } });
    expect([occurrence.timeMs, occurrence.breadcrumbs[0]?.timeMs]).toEqual([5, 0]);
  });

  it('groups what differs only in ids, numbers, quoted values and lines of code', () => {
    const key = keyOf('user 17 named "Ann" has no 6f1c1f9e-0f2b-4a3e-9b1d-2c3e4f506172');
    expect(keyOf('user 4 named "Bob" has no 00000000-0f2b-4a3e-9b1d-2c3e4f506172', 99)).toBe(key);
    expect(keyOf('user 17 has no feed')).not.toBe(key);
    expect(keyOf('user 17', 41, { custom: { service: 'gateway' } })).not.toBe(keyOf('user 17'));
    expect(keyOf('one', 1, { fingerprint: 'mine' })).toBe(keyOf('other', 2, { fingerprint: 'mine' }));
  });

  it('takes any JSON', () => {
    const arbitraryBody = fc.record({
      trace_chain: fc.array(fc.jsonValue()),
      telemetry: fc.array(fc.jsonValue()),
    });
    const arbitraryItem = fc.oneof(
      fc.jsonValue(),
      fc.record({
        data: fc.record({ body: arbitraryBody, custom: fc.jsonValue(), timestamp: fc.jsonValue() }),
      }),
    );
    fc.assert(
      fc.property(arbitraryItem, (item) => {
        const occurrence = parse(item);
        expect(occurrence.exceptions.length).toBeGreaterThan(0);
        expect(occurrence.key).toMatch(/^[\da-f]{16}$/);
      }),
    );
  });

  it('stays readable whatever the depth of an item', () => {
    const deep: unknown = JSON.parse(`${'{"custom":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    expect(parse({ data: deep })).toMatchObject({
      custom: {},
      exceptions: [{ message: 'the item is nested too deep' }],
    });
  });
});
