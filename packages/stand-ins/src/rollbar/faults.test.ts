import { describe, expect, it } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { toItemPayload, toItemRequest } from '../testing/to-item-request.ts';
import { createRollbar } from './create-rollbar.ts';
import { startRollbar, type RunningRollbar } from './start-rollbar.ts';

const send = (rollbar: RunningRollbar, signal?: AbortSignal): Promise<Response> =>
  fetch(
    toItemRequest(toItemPayload(), { url: rollbar.itemUrl, ...(signal === undefined ? {} : { signal }) }),
  );

describe('Rollbar that misbehaves', () => {
  it.each([
    [{ kind: 'rate-limit', remainingSeconds: 7 }, 429, { err: 1, message: 'Rate limit reached' }],
    [{ kind: 'empty-object' }, 500, {}],
    [{ kind: 'too-large' }, 413, { err: 1, message: expect.any(String) }],
    [{ kind: 'access-denied' }, 403, { err: 1, message: 'invalid access token' }],
    [{ kind: 'error', status: 502, message: 'bad' }, 502, { err: 1, message: 'bad' }],
  ] as const)('answers $kind, until it is told otherwise', async (fault, status, body) => {
    const rollbar = createRollbar();
    rollbar.setFaults([{ ...fault, when: { kind: 'times', count: 1 } }]);
    const response = await rollbar.fetch(toItemRequest(toItemPayload()));
    expect([response.status, await response.json()]).toEqual([status, body]);
    expect(rollbar.calls[0]).toMatchObject({ status, fault: fault.kind });
    expect((await rollbar.fetch(toItemRequest(toItemPayload()))).status).toBe(200);
    expect(rollbar.counts).toMatchObject({ calls: 2, accepted: 1, faultedCalls: 1, refusedCalls: 0 });
  });

  it('says for how long it takes nothing', async () => {
    const rollbar = createRollbar();
    rollbar.setFaults([{ kind: 'rate-limit', remainingSeconds: 7 }]);
    const { headers } = await rollbar.fetch(toItemRequest(toItemPayload()));
    expect(headers.get('x-rate-limit-remaining')).toBe('0');
    expect(headers.get('x-rate-limit-remaining-seconds')).toBe('7');
  });
});

describe("Rollbar's server", () => {
  it('takes items', async () => {
    await using rollbar = await startRollbar({ accessToken: 'token' });
    expect((await send(rollbar)).status).toBe(200);
    expect(rollbar.items).toHaveLength(1);
  });

  it('refuses an item that is too large before the client gives up on it', async () => {
    await using rollbar = await startRollbar();
    const chunks = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let chunk = 0; chunk < 64; chunk += 1) controller.enqueue(new Uint8Array(64 * 1024).fill(32));
        controller.close();
      },
    });
    const init: RequestInit & { readonly duplex: 'half' } = {
      method: 'POST',
      headers: { 'x-rollbar-access-token': 'token' },
      body: chunks,
      duplex: 'half',
    };
    expect((await fetch(rollbar.itemUrl, init)).status).toBe(413);
  });

  it('resets the connection, after it took the item if so asked', async () => {
    await using rollbar = await startRollbar();
    rollbar.setFaults([{ kind: 'reset' }]);
    await expect(send(rollbar)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(rollbar.counts.accepted).toBe(0);
    rollbar.setFaults([{ kind: 'reset', isTaken: true }]);
    await expect(send(rollbar)).rejects.toThrow('fetch failed');
    expect(rollbar.counts.accepted).toBe(1);
  });

  it('hangs until the client gives up, or until it stops', async () => {
    const rollbar = await startRollbar();
    rollbar.setFaults([{ kind: 'hang' }]);
    const caller = new AbortController();
    const first = send(rollbar, caller.signal).catch((error: unknown) => error);
    await eventually('the call', () => rollbar.counts.calls === 1);
    caller.abort();
    expect(await first).toMatchObject({ name: 'AbortError' });
    await eventually('the end of the call', () => rollbar.calls.length === 1);
    const second = send(rollbar).catch((error: unknown) => error);
    await eventually('the call', () => rollbar.counts.calls === 2);
    await rollbar[Symbol.asyncDispose]();
    expect(await second).toMatchObject({ message: 'fetch failed' });
  });

  it('answers byte by byte, and stops while it does', async () => {
    const rollbar = await startRollbar();
    rollbar.setFaults([{ kind: 'slow-bytes', bytesPerSecond: 1 }]);
    const response = await send(rollbar);
    expect(response.status).toBe(200);
    const text = response.text().catch((error: unknown) => error);
    await rollbar[Symbol.asyncDispose]();
    expect(await text).toBeInstanceOf(Error);
  });
});
