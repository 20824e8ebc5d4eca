import type { Attributes } from '@opentelemetry/api';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createTestTelemetry, type TestTelemetryOptions } from '../testing.ts';
import { recordAndSample, type Sampler } from '../trace/sampler.ts';
import { rawGet } from './fixtures/raw-get.ts';
import { runApp, runtimes, serveApp } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

type Level = 'required' | 'conditional' | 'recommended';

interface Convention {
  readonly attribute: string;
  readonly level: Level;
  /** Whether the value is there when the span is created, so that samplers see it. */
  readonly atStart: boolean;
  /** Undefined: must not be there. */
  readonly expected: unknown;
  /** Known on Node only: web-standard requests say nothing of the connection. */
  readonly nodeOnly?: boolean;
}

interface Exchange {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly conventions: readonly Convention[];
}

const address = expect.stringMatching(/^(127\.0\.0\.1|localhost)$/);
const connection: readonly Convention[] = [
  { attribute: 'client.address', level: 'recommended', atStart: true, expected: '127.0.0.1', nodeOnly: true },
  {
    attribute: 'network.peer.address',
    level: 'recommended',
    atStart: true,
    expected: '127.0.0.1',
    nodeOnly: true,
  },
  {
    attribute: 'network.peer.port',
    level: 'recommended',
    atStart: true,
    expected: expect.any(Number),
    nodeOnly: true,
  },
  {
    attribute: 'network.protocol.version',
    level: 'recommended',
    atStart: true,
    expected: '1.1',
    nodeOnly: true,
  },
];
const everyRequest: readonly Convention[] = [
  { attribute: 'url.scheme', level: 'required', atStart: true, expected: 'http' },
  { attribute: 'server.address', level: 'recommended', atStart: true, expected: address },
  { attribute: 'server.port', level: 'conditional', atStart: true, expected: expect.any(Number) },
  { attribute: 'user_agent.original', level: 'recommended', atStart: true, expected: 'a test/1.0' },
  ...connection,
];

/** HTTP semantic conventions 1.44, server span: every attribute that a request of this kind has, and no other. */
const exchanges: readonly Exchange[] = [
  {
    name: 'a request that is answered',
    method: 'GET',
    target: '/items/7?q=a%20b&sig=s3cret',
    status: 200,
    conventions: [
      { attribute: 'http.request.method', level: 'required', atStart: true, expected: 'GET' },
      { attribute: 'url.path', level: 'required', atStart: true, expected: '/items/7' },
      { attribute: 'url.query', level: 'conditional', atStart: true, expected: 'q=a%20b&sig=REDACTED' },
      { attribute: 'http.route', level: 'conditional', atStart: false, expected: '/items/:id' },
      { attribute: 'http.response.status_code', level: 'conditional', atStart: false, expected: 200 },
      ...everyRequest,
    ],
  },
  {
    name: 'a request for nothing that is there',
    method: 'GET',
    target: '/none',
    status: 404,
    conventions: [
      { attribute: 'http.request.method', level: 'required', atStart: true, expected: 'GET' },
      { attribute: 'url.path', level: 'required', atStart: true, expected: '/none' },
      { attribute: 'http.response.status_code', level: 'conditional', atStart: false, expected: 404 },
      ...everyRequest,
    ],
  },
  {
    name: 'a request that fails',
    method: 'POST',
    target: '/broken',
    status: 503,
    conventions: [
      { attribute: 'http.request.method', level: 'required', atStart: true, expected: 'POST' },
      { attribute: 'url.path', level: 'required', atStart: true, expected: '/broken' },
      { attribute: 'http.route', level: 'conditional', atStart: false, expected: '/broken' },
      { attribute: 'http.response.status_code', level: 'conditional', atStart: false, expected: 503 },
      { attribute: 'error.type', level: 'conditional', atStart: false, expected: '503' },
      ...everyRequest,
    ],
  },
  {
    name: 'a request with a method that the conventions do not know',
    method: 'PROPFIND',
    target: '/items/7',
    status: 404,
    conventions: [
      { attribute: 'http.request.method', level: 'required', atStart: true, expected: '_OTHER' },
      {
        attribute: 'http.request.method_original',
        level: 'conditional',
        atStart: true,
        expected: 'PROPFIND',
      },
      { attribute: 'url.path', level: 'required', atStart: true, expected: '/items/7' },
      { attribute: 'http.response.status_code', level: 'conditional', atStart: false, expected: 404 },
      ...everyRequest,
    ],
  },
];

function expectedOf(conventions: readonly Convention[]): object {
  return Object.fromEntries(conventions.map(({ attribute, expected }) => [attribute, expected]));
}

describe.each(runtimes)('the attributes of a server span on %s', (runtime) => {
  test.each(exchanges)('$name', async ({ method, target, status, conventions }) => {
    const starts: Attributes[] = [];
    const sampler: Sampler = {
      shouldSample: (_context, _traceId, _name, _kind, attributes) => {
        starts.push({ ...attributes });
        return recordAndSample;
      },
      toString: () => 'recording',
    };
    const { telemetry, spansWhen } = createTestTelemetry({ sampler });
    const app = new Hono().use(traceRequests(telemetry));
    app.get('/items/:id', (c) => c.text(''));
    app.post('/broken', (c) => c.text('', 503));
    await using server = await runApp(runtime, app);

    const response = await server.fetch(target, { method, headers: { 'user-agent': 'a test/1.0' } });
    await response.text();
    const [span] = await spansWhen(1);

    expect(response.status).toBe(status);
    const here = conventions.filter(({ nodeOnly = false }) => runtime === 'node' || !nodeOnly);
    expect(span?.attributes).toEqual(expectedOf(here));
    expect(starts).toEqual([expectedOf(here.filter(({ atStart }) => atStart))]);
  });
});

/** The start attributes of one GET over the wire, and the status line of its answer. */
async function exchange(
  target: string,
  headLines: readonly string[],
  options: TestTelemetryOptions = {},
): Promise<{ readonly status: number; readonly attributes: Attributes | undefined }> {
  const { telemetry, spans } = createTestTelemetry(options);
  await using server = await serveApp(new Hono().use(traceRequests(telemetry)).get('*', (c) => c.text('')));
  const answer = await rawGet(server.port, target, headLines);
  return { status: Number(answer.slice(9, 12)), attributes: spans()[0]?.attributes };
}

describe('the host that was asked', () => {
  test.each([
    ['a name', '/', 'cruddur.com', 'cruddur.com', 80],
    ['a name with a port', '/', 'cruddur.com:8080', 'cruddur.com', 8080],
    ['a name with its own port', '/', 'cruddur.com:80', 'cruddur.com', 80],
    ['an IPv4 address', '/', '10.0.0.1:4567', '10.0.0.1', 4567],
    ['an IPv6 address', '/', '[::1]', '::1', 80],
    ['an IPv6 address with a port', '/', '[2001:db8::1]:4567', '2001:db8::1', 4567],
    [
      'an absolute target, which wins',
      'http://target.example:81/path',
      'other.example',
      'target.example',
      81,
    ],
  ])('%s', async (_name, target, host, address, port) => {
    const { status, attributes } = await exchange(target, [`host: ${host}`]);
    expect(status).toBe(200);
    expect(attributes).toMatchObject({ 'server.address': address, 'server.port': port });
  });

  test.each([
    'a b',
    'user@evil.example',
    'evil.example/path',
    'evil.example?x',
    '[::1',
    'evil.example:99999',
    '%00',
  ])('the hostile host %j is refused or recorded as a host, never as a path', async (host) => {
    const { status, attributes } = await exchange('/items', [`host: ${host}`]);
    expect([200, 400]).toContain(status);
    expect(attributes?.['url.path'] ?? '/items').toBe('/items');
    expect(attributes?.['server.address'] ?? '').not.toMatch(/[@/?\s]/);
  });
});

describe('the path and the query', () => {
  test.each([
    ['/a?', '/a', undefined],
    ['/a?b', '/a', 'b'],
    ['/a??b', '/a', '?b'],
    ['/a?b=/c?d', '/a', 'b=/c?d'],
    ['/a%2Fb?c=%3F', '/a%2Fb', 'c=%3F'],
    ['/a?token=t0&b=1', '/a', 'token=REDACTED&b=1'],
    ['/a?b=1&access_token=t0&api_key=k', '/a', 'b=1&access_token=REDACTED&api_key=REDACTED'],
    ['/a?X-Amz-Signature=s&X-Amz-Credential=c', '/a', 'X-Amz-Signature=REDACTED&X-Amz-Credential=REDACTED'],
    ['/a?takes=3&design=x', '/a', 'takes=3&design=x'],
  ])('%s', async (target, path, query) => {
    const { attributes } = await exchange(target, ['host: a']);
    expect(attributes?.['url.path']).toBe(path);
    expect(attributes?.['url.query'] || undefined).toBe(query);
    expect(attributes).not.toHaveProperty('url.full');
  });
});

describe('behind a proxy', () => {
  const cases: readonly (readonly [name: string, headLines: readonly string[], expected: Attributes])[] = [
    [
      'X-Forwarded-*',
      ['x-forwarded-proto: https', 'x-forwarded-host: cruddur.com', 'x-forwarded-for: 203.0.113.9, 10.0.0.2'],
      {
        'url.scheme': 'https',
        'server.address': 'cruddur.com',
        'server.port': 443,
        'client.address': '203.0.113.9',
      },
    ],
    [
      'Forwarded, which wins over X-Forwarded-*',
      [
        'forwarded: for="[2001:db8::7]:4711";proto=https;host="cruddur.com:8443", for=10.0.0.2',
        'x-forwarded-proto: http',
        'x-forwarded-host: other.example',
        'x-forwarded-for: 192.0.2.1',
      ],
      {
        'url.scheme': 'https',
        'server.address': 'cruddur.com',
        'server.port': 8443,
        'client.address': '2001:db8::7',
      },
    ],
    ['a client with a port', ['x-forwarded-for: 203.0.113.9:55123'], { 'client.address': '203.0.113.9' }],
    [
      'an IPv6 client without brackets',
      ['x-forwarded-for: 2001:db8::7'],
      { 'client.address': '2001:db8::7' },
    ],
    ['a client that is hidden', ['forwarded: for=_hidden'], { 'client.address': '127.0.0.1' }],
    ['a client that is unknown', ['forwarded: for=unknown'], { 'client.address': '127.0.0.1' }],
    ['a scheme that is none', ['x-forwarded-proto: "><script>'], { 'url.scheme': 'http' }],
    ['empty headers', ['x-forwarded-for: ', 'x-forwarded-host: '], { 'client.address': '127.0.0.1' }],
  ];
  const untrusted = {
    'url.scheme': 'http',
    'server.address': 'a',
    'server.port': 80,
    'client.address': '127.0.0.1',
  };

  test.each(cases)('%s is believed when the proxy is trusted', async (_name, headLines, expected) => {
    const { attributes } = await exchange('/', ['host: a', ...headLines], { trustProxy: true });
    expect(attributes).toMatchObject({ ...expected, 'network.peer.address': '127.0.0.1' });
  });

  test.each(cases)('%s is not believed otherwise', async (_name, headLines) => {
    const { attributes } = await exchange('/', ['host: a', ...headLines]);
    expect(attributes).toMatchObject(untrusted);
  });
});
