import { describe, expect, it } from 'vitest';
import { toItemPayload, toItemRequest, type ItemRequestOptions } from '../testing/to-item-request.ts';
import { createRollbar } from './create-rollbar.ts';
import type { ReceivedItem } from './types.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);

describe('an item that is taken', () => {
  it('is answered, kept and passed on', async () => {
    const passed: ReceivedItem[] = [];
    const rollbar = createRollbar({ nowMs: () => nowMs, onItem: (item) => passed.push(item) });
    const response = await rollbar.fetch(toItemRequest(toItemPayload({ uuid: 'u-1' })));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const [item] = rollbar.items;
    expect(await response.json()).toEqual({ err: 0, result: { id: item?.id, uuid: 'u-1' } });
    expect(passed).toEqual([item]);
    expect(item).toMatchObject({ uuid: 'u-1', title: 'Hello', receivedAtMs: nowMs });
    expect(rollbar.calls).toEqual([{ atMs: nowMs, status: 200, uuid: 'u-1', byteLength: item?.byteLength }]);
  });

  it('is thrown away when its uuid was there before', async () => {
    const passed: ReceivedItem[] = [];
    const rollbar = createRollbar({ onItem: (item) => passed.push(item) });
    const first = await rollbar.fetch(toItemRequest(toItemPayload({ uuid: 'u-1' })));
    const second = await rollbar.fetch(toItemRequest(toItemPayload({ uuid: 'u-1', level: 'info' })));
    expect([second.status, await second.json()]).toEqual([200, await first.json()]);
    expect(passed).toHaveLength(1);
    expect(rollbar.counts).toMatchObject({ calls: 2, accepted: 1, duplicates: 1, refusedCalls: 0 });
  });

  it.each(['http://x.test/api/1/item/', 'http://x.test/api/1/item', 'http://x.test/rollbar/api/1/item/'])(
    'may come to %s',
    async (url) => {
      expect((await createRollbar().fetch(toItemRequest(toItemPayload(), { url }))).status).toBe(200);
    },
  );

  it('can have 512 kB', async () => {
    const payload = JSON.stringify(toItemPayload());
    const fits = payload.padEnd(512 * 1024, ' ');
    const rollbar = createRollbar();
    expect((await rollbar.fetch(toItemRequest(fits))).status).toBe(200);
    const response = await rollbar.fetch(toItemRequest(`${fits} `));
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ err: 1, message: expect.stringContaining('524288') });
  });
});

describe('a call that is refused', () => {
  it.each<[string, object | string, ItemRequestOptions, number, RegExp]>([
    [
      'no token',
      toItemPayload(),
      { headers: { 'x-rollbar-access-token': '' } },
      401,
      /access token required/,
    ],
    [
      'a wrong token',
      toItemPayload(),
      { headers: { 'x-rollbar-access-token': 'x' } },
      403,
      /invalid access token/,
    ],
    ['a web page', toItemPayload(), { headers: { origin: 'https://x.test' } }, 403, /web pages/],
    ['GET', '', { method: 'GET' }, 405, /Method/],
    ['sessions', toItemPayload(), { url: 'http://x.test/api/1/session/' }, 404, /Not Found/],
    ['no JSON', '{', {}, 400, /JSON/],
    ['an item that is none', { data: {} }, {}, 422, /data\.environment: is required/],
  ])('%s', async (_, payload, options, status, message) => {
    const rollbar = createRollbar({ accessToken: 'token' });
    const response = await rollbar.fetch(toItemRequest(payload, options));
    expect(response.status).toBe(status);
    const body: unknown = await response.json();
    expect(body).toEqual({ err: 1, message: expect.stringMatching(message) });
    expect(rollbar.counts).toMatchObject({ accepted: 0, refusedCalls: 1 });
    expect(rollbar.calls[0]).toMatchObject({ status, problem: expect.stringMatching(message) });
  });
});

describe('the rate limit', () => {
  it('is told with every item, reached, and lifted when the minute is over', async () => {
    let clockMs = nowMs;
    const rollbar = createRollbar({ callsPerMinute: 2, nowMs: () => clockMs });
    const send = async (): Promise<readonly (string | number | null)[]> => {
      const { status, headers } = await rollbar.fetch(toItemRequest(toItemPayload()));
      const names = ['limit', 'remaining', 'reset', 'remaining-seconds'];
      return [status, ...names.map((name) => headers.get(`x-rate-limit-${name}`))];
    };
    const reset = String(nowMs / 1000 + 60);
    expect(await send()).toEqual([200, '2', '1', reset, '60']);
    clockMs += 10_000;
    expect(await send()).toEqual([200, '2', '0', reset, '50']);
    expect(await send()).toEqual([429, '2', '0', reset, '50']);
    clockMs += 50_000;
    expect((await send()).slice(0, 3)).toEqual([200, '2', '1']);
  });
});

describe('what is kept', () => {
  it('is the latest, in bounds, and what is gone is counted', async () => {
    const rollbar = createRollbar({ maxKeptItems: 2, maxKeptCalls: 1 });
    for (const uuid of ['a', 'b', 'c']) await rollbar.fetch(toItemRequest(toItemPayload({ uuid })));
    expect(rollbar.items.map(({ uuid }) => uuid)).toEqual(['b', 'c']);
    expect(rollbar.calls).toHaveLength(1);
    expect(rollbar.counts).toMatchObject({ accepted: 3, forgottenItems: 1 });
  });

  it('is bounded in bytes', async () => {
    const { length } = JSON.stringify(toItemPayload({ uuid: 'a' }));
    const rollbar = createRollbar({ maxKeptBytes: 2 * length });
    for (const uuid of ['a', 'b', 'c']) await rollbar.fetch(toItemRequest(toItemPayload({ uuid })));
    expect(rollbar.items.map(({ uuid }) => uuid)).toEqual(['b', 'c']);
  });
});
