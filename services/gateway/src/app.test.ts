import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  answerJson,
  answerText,
  hang,
  startScriptedUpstream,
  type ScriptedUpstream,
} from './testing/scripted-upstream.ts';
import { startGateway } from './testing/start-gateway.ts';

let upstream: ScriptedUpstream;

beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(async () => {
  await upstream.close();
});

const origin = 'http://localhost:3000';

/** Statuses of one request for each forwarded address. */
async function statuses(url: string, ...forwarded: string[]): Promise<number[]> {
  const seen: number[] = [];
  for (const address of forwarded) {
    const response = await fetch(`${url}/api/activities/home`, { headers: { 'x-forwarded-for': address } });
    seen.push(response.status);
  }
  return seen;
}

describe('CORS', () => {
  test('a preflight of our front end allows the trace headers', async () => {
    const gateway = await startGateway(upstream.url, { config: { rateLimitPerMinute: 1 } });
    for (let count = 0; count < 3; count += 1) {
      const response = await fetch(`${gateway.url}/api/activities`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,traceparent',
        },
      });
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
      expect(response.headers.get('access-control-allow-methods')).toBe('OPTIONS,GET,HEAD,POST');
      expect(response.headers.get('access-control-allow-headers')?.split(',')).toEqual(
        expect.arrayContaining([
          'content-type',
          'if-modified-since',
          'x-user-handle',
          'traceparent',
          'tracestate',
          'baggage',
          'x-amzn-trace-id',
        ]),
      );
    }
    await gateway.close();
  });

  test.each([
    ['a success', answerJson([]), 200],
    ['a failure', answerText('', 500), 502],
  ] as const)('our front end can read %s, its trace and its timing', async (_name, behaviour, status) => {
    upstream.script(behaviour);
    const gateway = await startGateway(upstream.url);
    const response = await fetch(`${gateway.url}/api/activities/home`, { headers: { origin } });
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('timing-allow-origin')).toBe(origin);
    expect(response.headers.get('vary')).toContain('Origin');
    expect(response.headers.get('server-timing')).toMatch(
      /^traceparent;desc="00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]"$/,
    );
    expect(response.headers.get('access-control-expose-headers')?.split(',')).toEqual(
      expect.arrayContaining(['location', 'link', 'server-timing', 'x-amzn-trace-id']),
    );
    await gateway.close();
  });

  test.each(['https://evil.example', 'null', 'http://localhost:3000.evil.example'])(
    '%s cannot',
    async (stranger) => {
      const gateway = await startGateway(upstream.url);
      const response = await fetch(`${gateway.url}/api/activities/home`, { headers: { origin: stranger } });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('timing-allow-origin')).toBeNull();
      await gateway.close();
    },
  );

  test('an answer without Origin still tells caches that it depends on it', async () => {
    const gateway = await startGateway(upstream.url);
    expect((await fetch(`${gateway.url}/api/activities/home`)).headers.get('vary')).toBe('Origin');
    await gateway.close();
  });
});

describe('rate limit', () => {
  test('beyond the limit it is 429 with Retry-After, readable for the front end; health stays', async () => {
    const gateway = await startGateway(upstream.url, { config: { rateLimitPerMinute: 2 }, now: () => 0 });
    const get = (path: string): Promise<Response> => fetch(gateway.url + path, { headers: { origin } });
    const first = await get('/api/activities/home');
    expect(first.headers.get('ratelimit-policy')).toBe('"client";q=2;w=60');
    expect(first.headers.get('ratelimit')).toBe('"client";r=1;t=60');
    expect((await get('/api/activities/home')).status).toBe(200);

    const refused = await get('/api/activities/home');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.headers.get('ratelimit')).toBe('"client";r=0;t=60');
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    expect(upstream.requests).toHaveLength(2);
    expect((await get('/health')).status).toBe(200);
    await gateway.close();
  });

  test('a forwarded address counts only behind a proxy of ours, and only the last one', async () => {
    const limit = { config: { rateLimitPerMinute: 1 } };
    const direct = await startGateway(upstream.url, limit);
    expect(await statuses(direct.url, '1.1.1.1', '2.2.2.2')).toEqual([200, 429]);
    await direct.close();

    const proxied = await startGateway(upstream.url, { ...limit, trustProxy: true });
    expect(await statuses(proxied.url, '1.1.1.1', '2.2.2.2', '9.9.9.9, 1.1.1.1')).toEqual([200, 200, 429]);
    await proxied.close();
  });
});

describe('health', () => {
  test('alive and ready while the upstream answers; neither is traced', async () => {
    const gateway = await startGateway(upstream.url);
    const health = await fetch(`${gateway.url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'alive' }]);
    const ready = await fetch(`${gateway.url}/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
    expect(upstream.requests).toMatchObject([{ url: '/health' }]);
    expect(upstream.requests[0]?.headers).not.toHaveProperty('traceparent');
    expect(gateway.spans()).toEqual([]);
    await gateway.close();
  });

  test.each([
    ['fails', answerText('', 500), 30_000],
    ['is silent', hang(), 300],
  ])(
    'alive but not ready while the upstream %s; the outcome is kept for a second',
    async (_name, behaviour, silenceMs) => {
      const clock = { ms: 0 };
      upstream.script(behaviour, answerJson({}));
      const gateway = await startGateway(upstream.url, { now: () => clock.ms, probeTimeoutMs: silenceMs });
      const probes = await Promise.all([1, 2, 3].map(() => fetch(`${gateway.url}/ready`)));
      expect(probes.map(({ status }) => status)).toEqual([503, 503, 503]);
      expect(await probes[0]?.json()).toMatchObject({ code: 'not_ready' });
      expect(upstream.requests).toHaveLength(1);
      expect((await fetch(`${gateway.url}/health`)).status).toBe(200);

      clock.ms = 1000;
      await fetch(`${gateway.url}/ready`);
      expect(upstream.requests).toHaveLength(2);
      await gateway.close();
    },
  );
});

test('every answer carries secure headers', async () => {
  const gateway = await startGateway(upstream.url);
  for (const path of ['/api/activities/home', '/nowhere', '/health', '/docs']) {
    const { headers } = await fetch(gateway.url + path);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-powered-by')).toBeNull();
  }
  await gateway.close();
});
