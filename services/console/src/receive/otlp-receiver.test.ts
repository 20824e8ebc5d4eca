import { once } from 'node:events';
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { describe, expect, it } from 'vitest';
import type { TraceDetail, TraceList } from '../api/types.ts';
import { homeTraceId, homeTraceJson } from '../testing/home-trace.ts';
import { startTestConsole, type TestConsole } from '../testing/start-test-console.ts';

async function readTraces({ pageUrl }: TestConsole): Promise<TraceList> {
  const response = await fetch(`${pageUrl}/api/traces`);
  return (await response.json()) as TraceList; // the shape that types.ts promises
}

const protobufSpan = Uint8Array.from(
  Buffer.from(`0a20121e121c0a10${homeTraceId}12080102030405060708`, 'hex'),
);
const asProtobuf = { 'content-type': 'application/x-protobuf' };

describe('POST /v1/traces', { timeout: 30_000 }, () => {
  it('takes JSON, and answers in JSON', async () => {
    const console = await startTestConsole();
    const response = await console.send(homeTraceJson, {
      'content-type': 'application/json; charset=utf-8',
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('{}');
    expect(await readTraces(console)).toMatchObject({ traces: [{ traceId: homeTraceId, spanCount: 4 }] });
  });

  it('takes protobuf, and answers in protobuf', async () => {
    const console = await startTestConsole();
    const response = await console.send(protobufSpan, asProtobuf);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    expect((await response.arrayBuffer()).byteLength).toBe(0);
    expect(await readTraces(console)).toMatchObject({ traces: [{ traceId: homeTraceId, spanCount: 1 }] });
  });

  it.each([
    ['gzip', gzipSync(homeTraceJson)],
    ['deflate', deflateSync(homeTraceJson)],
    ['GZIP', gzipSync(homeTraceJson)],
    ['identity', Buffer.from(homeTraceJson)],
  ])('takes content-encoding %s', async (encoding, body) => {
    const console = await startTestConsole();
    const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
    expect((await console.send(body, headers)).status).toBe(200);
    expect((await readTraces(console)).traces).toHaveLength(1);
  });

  it.each(['none', 'gzip'])(
    'takes what the OpenTelemetry exporter sends with compression %s',
    async (compression) => {
      const console = await startTestConsole();
      const exporter = new OTLPTraceExporter({
        url: `${console.otlpUrl}/v1/traces`,
        // The enum is declared in a package that only the exporter depends on.
        compression: compression as NonNullable<
          NonNullable<ConstructorParameters<typeof OTLPTraceExporter>[0]>['compression']
        >,
      });
      const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
      const span = provider
        .getTracer('test')
        .startSpan('work', { attributes: { list: [1.5, 2], flag: true } });
      span.recordException(new TypeError('broken'));
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
      span.end();
      await provider.forceFlush();
      await provider.shutdown();

      const { traceId } = span.spanContext();
      const response = await fetch(`${console.pageUrl}/api/traces/${traceId}`);
      const trace = (await response.json()) as TraceDetail; // the shape that types.ts promises
      expect(trace.spans).toMatchObject([
        {
          name: 'work',
          kind: 'internal',
          status: 'error',
          statusMessage: 'broken',
          attributes: { list: [1.5, 2], flag: true },
          events: [{ name: 'exception', attributes: { 'exception.message': 'broken' } }],
          scope: { name: 'test' },
        },
      ]);
    },
  );
});

describe('what is refused', { timeout: 30_000 }, () => {
  it('malformed JSON: 400 in JSON that says where', async () => {
    const console = await startTestConsole();
    const response = await console.send(homeTraceJson.replace(homeTraceId, homeTraceId.slice(2)));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      code: 3,
      message:
        'not an ExportTraceServiceRequest in json: resourceSpans[0].scopeSpans[0].spans[0].traceId: expected 32 hex digits, found 30',
    });
    expect((await readTraces(console)).traces).toEqual([]);
  });

  it('malformed protobuf: 400 as a protobuf Status that says where', async () => {
    const console = await startTestConsole();
    const response = await console.send(protobufSpan.slice(0, -1), asProtobuf);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    const status = Buffer.from(await response.arrayBuffer());
    expect([...status.subarray(0, 3)]).toEqual([0x08, 3, 0x12]);
    expect(status.toString()).toMatch(/resourceSpans\[0\]: byte 1: truncated/);
  });

  it.each([
    ['text/plain', /^content-type "text\/plain": expected application\/x-protobuf or application\/json$/],
    ['application/protobuf', /expected application\/x-protobuf \(the x- belongs to it\)/],
  ])('content type %s: 415 with a hint', async (contentType, message) => {
    const console = await startTestConsole();
    const response = await console.send('{}', { 'content-type': contentType });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ message: expect.stringMatching(message) as unknown });
  });

  it('an unknown content-encoding: 415', async () => {
    const console = await startTestConsole();
    const headers = { 'content-type': 'application/json', 'content-encoding': 'br' };
    const response = await console.send('{}', headers);
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('gzip, deflate');
  });

  it.each([
    ['is not gzip', Buffer.from('{}')],
    ['breaks off', gzipSync(homeTraceJson).subarray(0, -20)],
    ['goes on after its end', Buffer.concat([gzipSync(homeTraceJson), Buffer.from('more')])],
  ])('gzip that %s: 400', async (_, body) => {
    const console = await startTestConsole();
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await console.send(body, headers);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringMatching(/as gzip/) as unknown });
    expect((await console.send(homeTraceJson)).status).toBe(200);
  });

  it('a zip bomb: 413 before it has grown', async () => {
    const console = await startTestConsole();
    const bomb = gzipSync(Buffer.alloc(256 * 1_048_576), { level: 9 });
    const before = process.memoryUsage().rss;
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await console.send(bomb, headers);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      code: 8,
      message: expect.stringMatching(/16777216 bytes decompressed/) as unknown,
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1_048_576);
  });

  it('a body that is too large by its own account: 413', async () => {
    const console = await startTestConsole();
    const response = await console.send(Buffer.alloc(17 * 1_048_576), asProtobuf);
    expect(response.status).toBe(413);
  });

  it('a body that is too large without saying so: 413', async () => {
    const console = await startTestConsole();
    const { port } = new URL(console.otlpUrl);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      'POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const chunk = `100000\r\n${' '.repeat(1_048_576)}\r\n`;
    for (let sent = 0; sent < 17; sent++) socket.write(chunk);
    const [answer] = (await once(socket, 'data')) as [Buffer]; // what a socket's data event carries
    expect(answer.toString()).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });

  it('other methods, signals and paths, each with the way to go', async () => {
    const console = await startTestConsole();
    const get = await fetch(`${console.otlpUrl}/v1/traces`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    const metrics = await fetch(`${console.otlpUrl}/v1/metrics`, { method: 'POST', body: '{}' });
    expect(metrics.status).toBe(404);
    expect(await metrics.json()).toEqual({
      code: 12,
      message: 'this console keeps traces and logs only: set OTEL_METRICS_EXPORTER=none',
    });
    const root = await fetch(console.otlpUrl, { method: 'POST', body: '{}' });
    expect(root.status).toBe(404);
    expect(await root.json()).toMatchObject({
      message: expect.stringMatching(/POST \/v1\/traces/) as unknown,
    });
  });
});

describe('partial success', () => {
  it('says how many spans of an overlong trace were not taken', async () => {
    const console = await startTestConsole({ maxSpans: 8 });
    const response = await console.send(homeTraceJson);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      partialSuccess: {
        rejectedSpans: '2',
        errorMessage: expect.stringMatching(/CRUDDUR_CONSOLE_MAX_SPANS/) as unknown,
      },
    });
    expect((await readTraces(console)).statistics).toMatchObject({ spanCount: 2, rejectedSpans: 2 });
  });
});

function preflight(console: TestConsole, origin: string): Promise<Response> {
  return fetch(`${console.otlpUrl}/v1/traces`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,traceparent',
    },
  });
}

describe('browsers', () => {
  it('may send from pages of this machine', async () => {
    const console = await startTestConsole();
    const response = await preflight(console, 'http://localhost:3000');
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type,traceparent');
  });

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example'])(
    'may not send from %s',
    async (origin) => {
      const console = await startTestConsole();
      const response = await preflight(console, origin);
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});
