import { describe, expect, it } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { startXRayDaemon, type XRayDaemon } from './start-xray-daemon.ts';

const getRules = (daemon: XRayDaemon, signal?: AbortSignal): Promise<Response> =>
  fetch(`${daemon.url}/GetSamplingRules`, { method: 'POST', ...(signal === undefined ? {} : { signal }) });

describe('a daemon that misbehaves', () => {
  it('hangs, and still stops at once', async () => {
    const daemon = await startXRayDaemon();
    daemon.setFaults({ http: { kind: 'hang' } });
    const answer = getRules(daemon).catch((error: unknown) => error);
    await eventually('the request', () => daemon.counts.calls === 1);
    await daemon[Symbol.asyncDispose]();
    expect(await answer).toMatchObject({ message: 'fetch failed' });
  });

  it('answers late, and stops while it waits', async () => {
    await using daemon = await startXRayDaemon();
    daemon.setFaults({ http: { kind: 'slow', delayMs: 50 } });
    const startMs = performance.now();
    expect(await (await getRules(daemon)).json()).toHaveProperty('SamplingRuleRecords');
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(49);
    daemon.setFaults({ http: { kind: 'slow', delayMs: 600_000 } });
    await expect(getRules(daemon, AbortSignal.timeout(50))).rejects.toThrow(/timeout/);
    expect(daemon.calls).toHaveLength(1);
    expect(daemon.counts.calls).toBe(2);
  });

  it('answers as a proxy in the way does', async () => {
    await using daemon = await startXRayDaemon();
    daemon.setFaults({ http: { kind: 'error-page' } });
    const response = await getRules(daemon);
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(await response.text()).toContain('<html>');
    daemon.setFaults({ http: { kind: 'error-page', status: 502 } });
    expect((await getRules(daemon)).status).toBe(502);
  });

  it('sends garbage for JSON', async () => {
    await using daemon = await startXRayDaemon();
    daemon.setFaults({ http: { kind: 'garbage' } });
    const response = await getRules(daemon);
    expect(response.headers.get('content-type')).toBe('application/json');
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it('names a next page for ever', async () => {
    await using daemon = await startXRayDaemon();
    daemon.setFaults({ http: { kind: 'page-loop' } });
    for (let page = 0; page < 3; page += 1) {
      expect(await (await getRules(daemon)).json()).toMatchObject({ NextToken: '0' });
    }
    daemon.setFaults({});
    expect(await (await getRules(daemon)).json()).not.toHaveProperty('NextToken');
  });

  it('never comes to an end', async () => {
    await using daemon = await startXRayDaemon();
    daemon.setFaults({ http: { kind: 'endless' } });
    const { body } = await getRules(daemon);
    let byteLength = 0;
    for await (const chunk of body ?? []) {
      byteLength += chunk.length;
      if (byteLength > 10_000_000) break;
    }
    expect(byteLength).toBeGreaterThan(10_000_000);
  });

  it('closes the connection', async () => {
    await using daemon = await startXRayDaemon();
    daemon.setFaults({ http: { kind: 'close' } });
    await expect(getRules(daemon)).rejects.toThrow('fetch failed');
  });
});
