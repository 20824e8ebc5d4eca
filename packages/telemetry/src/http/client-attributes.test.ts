import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import type { TracedRequestInit } from '../telemetry.ts';
import { createTestTelemetry } from '../testing.ts';
import { recordAndSample, type Sampler } from '../trace/sampler.ts';
import { startRecordingServer } from './fixtures/recording-server.ts';

interface Convention {
  readonly attribute: string;
  readonly level: 'required' | 'conditional' | 'recommended' | 'opt-in';
  readonly atStart: boolean;
  readonly expected: unknown;
}

interface Call {
  readonly name: string;
  readonly path: string;
  readonly init: TracedRequestInit;
  readonly spanName: string;
  readonly failed: boolean;
  readonly conventions: readonly Convention[];
}

const everyCall: readonly Convention[] = [
  { attribute: 'server.address', level: 'required', atStart: true, expected: '127.0.0.1' },
  { attribute: 'server.port', level: 'required', atStart: true, expected: expect.any(Number) },
];
const get: Convention = {
  attribute: 'http.request.method',
  level: 'required',
  atStart: true,
  expected: 'GET',
};
const status = (expected: number): Convention => ({
  attribute: 'http.response.status_code',
  level: 'conditional',
  atStart: false,
  expected,
});
const urlFull = (end: string): Convention => ({
  attribute: 'url.full',
  level: 'required',
  atStart: true,
  expected: expect.stringMatching(new RegExp(`^http://127\\.0\\.0\\.1:\\d+${end}$`)),
});

/** HTTP semantic conventions 1.44, client span: every attribute that a call of this kind has, and no other. */
const calls: readonly Call[] = [
  {
    name: 'a call',
    path: '/200?q=a',
    init: {},
    spanName: 'GET',
    failed: false,
    conventions: [get, urlFull('/200\\?q=a'), status(200), ...everyCall],
  },
  {
    name: 'a call with a template, again',
    path: '/200',
    init: { method: 'post', body: 'x', urlTemplate: '/{status}', resendCount: 2 },
    spanName: 'POST /{status}',
    failed: false,
    conventions: [
      { attribute: 'http.request.method', level: 'required', atStart: true, expected: 'POST' },
      { attribute: 'http.request.resend_count', level: 'recommended', atStart: true, expected: 2 },
      { attribute: 'url.template', level: 'opt-in', atStart: true, expected: '/{status}' },
      urlFull('/200'),
      status(200),
      ...everyCall,
    ],
  },
  {
    name: 'a first attempt that says so',
    path: '/204',
    init: { resendCount: 0 },
    spanName: 'GET',
    failed: false,
    conventions: [get, urlFull('/204'), status(204), ...everyCall],
  },
  {
    name: 'a 4xx, which is an error of the caller',
    path: '/404',
    init: {},
    spanName: 'GET',
    failed: true,
    conventions: [
      get,
      urlFull('/404'),
      status(404),
      { attribute: 'error.type', level: 'conditional', atStart: false, expected: '404' },
      ...everyCall,
    ],
  },
  {
    name: 'a 5xx',
    path: '/503',
    init: {},
    spanName: 'GET',
    failed: true,
    conventions: [
      get,
      urlFull('/503'),
      status(503),
      { attribute: 'error.type', level: 'conditional', atStart: false, expected: '503' },
      ...everyCall,
    ],
  },
  {
    name: 'a method that the conventions do not know',
    path: '/200',
    init: { method: 'PROPFIND', urlTemplate: '/{status}' },
    spanName: 'HTTP /{status}',
    failed: false,
    conventions: [
      { attribute: 'http.request.method', level: 'required', atStart: true, expected: '_OTHER' },
      {
        attribute: 'http.request.method_original',
        level: 'conditional',
        atStart: true,
        expected: 'PROPFIND',
      },
      { attribute: 'url.template', level: 'opt-in', atStart: true, expected: '/{status}' },
      urlFull('/200'),
      status(200),
      ...everyCall,
    ],
  },
  {
    name: 'signatures and credentials in the query',
    path: '/200?X-Amz-Signature=s3cret&sig=s3cret&token=s3cret&page=2',
    init: {},
    spanName: 'GET',
    failed: false,
    conventions: [
      get,
      urlFull('/200\\?X-Amz-Signature=REDACTED&sig=REDACTED&token=REDACTED&page=2'),
      status(200),
      ...everyCall,
    ],
  },
];

function expectedOf(conventions: readonly Convention[]): object {
  return Object.fromEntries(conventions.map(({ attribute, expected }) => [attribute, expected]));
}

describe('the attributes of a client span', () => {
  test.each(calls)('$name', async ({ path, init, spanName, failed, conventions }) => {
    await using server = await startRecordingServer(({ path }, response) => {
      response.writeHead(Number(path.slice(1, 4))).end();
    });
    const starts: Attributes[] = [];
    const sampler: Sampler = {
      shouldSample: (_context, _traceId, _name, _kind, attributes) => {
        starts.push({ ...attributes });
        return recordAndSample;
      },
      toString: () => 'recording',
    };
    const { telemetry, spans } = createTestTelemetry({ sampler });
    await telemetry.fetch(server.origin + path, init);
    const [span] = spans();
    expect(span?.kind).toBe(SpanKind.CLIENT);
    expect(span?.name).toBe(spanName);
    expect(span?.attributes).toEqual(expectedOf(conventions));
    expect(starts).toEqual([expectedOf(conventions.filter(({ atStart }) => atStart))]);
    expect(span?.status.code).toBe(failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
    expect(span?.events).toEqual([]);
    expect(server.requests.map(({ path }) => path)).toEqual([path]);
  });

  test('a method in lower case is recorded as it is sent', async () => {
    const { telemetry, spans } = createTestTelemetry({ fetch: async () => new Response() });
    for (const method of ['get', 'patch']) await telemetry.fetch('http://a.example/', { method });
    expect(spans().map(({ attributes }) => attributes['http.request.method'])).toEqual(['GET', '_OTHER']);
    expect(spans().map(({ attributes }) => attributes['http.request.method_original'])).toEqual([
      undefined,
      'patch',
    ]);
  });

  test.each([
    ['https://a.example/', 'a.example', 443],
    ['http://a.example/', 'a.example', 80],
    ['http://[::1]:4567/', '::1', 4567],
  ])('%s is asked at %s, port %i', async (url, address, port) => {
    const { telemetry, spans } = createTestTelemetry({ fetch: async () => new Response() });
    await telemetry.fetch(url);
    expect(spans()[0]?.attributes).toMatchObject({ 'server.address': address, 'server.port': port });
  });
});
