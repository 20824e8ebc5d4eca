import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseOtlpTraceProtobuf } from '@cruddur/trace-model';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { OtlpSettings } from '../otlp/otlp-settings.ts';
import { createOtlpProtobufSink } from '../otlp/protobuf-sink.ts';
import { createSignedTransport } from '../otlp/signed-transport.ts';
import { createFinishedSpan } from '../testing/finished-spans.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import type { SpanSink } from '../trace/span-sink.ts';
import { createAwsRequestSigner } from './aws-request-signer.ts';
import { startAwsReceiver } from './fixtures/start-aws-receiver.ts';
import { createNodeHttpTransport } from './http-transport.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const signing = { service: 'xray', region: 'eu-central-1' } as const;
const onDrop = vi.fn<(items: number, reason: string, detail: string) => void>();

beforeEach(() => {
  // Nothing of the machine may be found: neither its files nor a metadata service.
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
  onDrop.mockClear();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function useEnvironmentCredentials(): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
}

function start(
  endpoint: string,
  resource = {},
  more: Partial<OtlpSettings> = {},
  firstDelayMs = 5,
): SpanSink {
  const transport = createNodeHttpTransport();
  onTestFinished(transport.close);
  const settings: OtlpSettings = {
    endpoint,
    protocol: 'http/protobuf',
    compression: 'gzip',
    headers: [],
    timeoutMs: 5000,
    signing,
    ...more,
  };
  const delivery = {
    maxBufferedItems: 1000,
    maxBufferedBytes: 10_000_000,
    maxBatchItems: 100,
    maxBatchBytes: 1_000_000,
    maxDelayMs: 60_000,
    attemptTimeoutMs: 5000,
    retry: { maxAttempts: 3, firstDelayMs, maxDelayMs: firstDelayMs },
    onDrop,
  };
  const post = createSignedTransport(transport.post, createAwsRequestSigner(signing));
  return createOtlpProtobufSink(settings, { 'service.name': 'gateway', ...resource }, delivery, post);
}

const sendOne = async (sink: SpanSink, more: Partial<FinishedSpan> = {}): Promise<void> => {
  sink.accept(createFinishedSpan('one', more));
  await sink.flush(10_000);
};

test('a request is signed as AWS computes it, over the compressed body', async () => {
  useEnvironmentCredentials();
  await using aws = await startAwsReceiver(secret);
  const sink = start(aws.url);
  await sendOne(sink);
  expect(aws.requests).toMatchObject([
    { isValid: true, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', headers: { 'content-encoding': 'gzip' } },
  ]);
  const [request] = aws.requests;
  expect(request?.scope).toMatch(/^\d{8}\/eu-central-1\/xray\/aws4_request$/);
  expect(request?.signedHeaders).toEqual(expect.arrayContaining(['content-type', 'host', 'x-amz-date']));
  const decoded = parseOtlpTraceProtobuf(request?.body ?? new Uint8Array());
  expect(decoded).toMatchObject({ ok: true, spans: [{ name: 'one' }] });
  expect(sink.statistics()).toMatchObject({ delivered: 1, dropped: 0 });
  await sink.shutdown(1000);
});

test('a session token goes along and is signed', async () => {
  useEnvironmentCredentials();
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
  await using aws = await startAwsReceiver(secret);
  const sink = start(aws.url, {}, { compression: 'none' });
  await sendOne(sink);
  expect(aws.requests).toMatchObject([{ isValid: true, headers: { 'x-amz-security-token': 'session' } }]);
  expect(aws.requests[0]?.signedHeaders).toContain('x-amz-security-token');
  await sink.shutdown(1000);
});

test('another secret key gives another signature, which is refused', async () => {
  useEnvironmentCredentials();
  await using aws = await startAwsReceiver('another');
  const sink = start(aws.url);
  await sendOne(sink);
  expect(aws.requests).toMatchObject([{ isValid: false }]);
  expect(onDrop).toHaveBeenCalledExactlyOnceWith(1, 'refused', 'HTTP 403');
  await sink.shutdown(1000);
});

test('every attempt is signed anew', async () => {
  useEnvironmentCredentials();
  await using aws = await startAwsReceiver(secret, (number) => (number === 1 ? 503 : 200));
  // The date of a signature counts whole seconds, and at most half of the delay is jitter.
  const sink = start(aws.url, {}, {}, 2001);
  await sendOne(sink);
  const [first, second] = aws.requests;
  expect([first?.isValid, second?.isValid]).toEqual([true, true]);
  expect(String(second?.headers['x-amz-date'])).not.toBe(String(first?.headers['x-amz-date']));
  expect(second?.signature).not.toBe(first?.signature);
  expect(sink.statistics()).toMatchObject({ delivered: 1 });
  await sink.shutdown(1000);
});

test('credentials that end soon are fetched again', async () => {
  let fetched = 0;
  const server = createServer((_request, response) => {
    fetched += 1;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        AccessKeyId: `KEY${fetched}`,
        SecretAccessKey: secret,
        Token: 'session',
        Expiration: new Date(Date.now() + 60_000).toISOString(),
      }),
    );
  });
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // safe: a TCP server that listens has an AddressInfo
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/credentials`);
  await using aws = await startAwsReceiver(secret);
  const sink = start(aws.url);
  await sendOne(sink);
  expect(aws.requests).toMatchObject([{ isValid: true, accessKeyId: 'KEY1' }]);
  // They are fetched beside the requests, which use the old ones meanwhile.
  while (aws.requests.at(-1)?.accessKeyId === 'KEY1') await sendOne(sink);
  expect(aws.requests.every(({ isValid }) => isValid)).toBe(true);
  expect(fetched).toBeGreaterThan(1);
  await sink.shutdown(1000);
});

test('without credentials the spans are dropped in the end, and the reason is told', async () => {
  await using aws = await startAwsReceiver(secret);
  const sink = start(aws.url);
  await sendOne(sink);
  expect(aws.requests).toEqual([]);
  expect(onDrop).toHaveBeenCalledExactlyOnceWith(
    1,
    'retries_exhausted',
    expect.stringMatching(/credentials/i),
  );
  await sink.shutdown(1000);
});

describe("X-Ray's limits", () => {
  beforeEach(useEnvironmentCredentials);

  test('a span that is too long is dropped alone', async () => {
    await using aws = await startAwsReceiver(secret);
    const sink = start(aws.url);
    sink.accept(createFinishedSpan('too long', { attributes: { text: 'x'.repeat(200_000) } }));
    sink.accept(createFinishedSpan('long', { attributes: { text: 'x'.repeat(199_000) } }));
    await sendOne(sink);
    const decoded = parseOtlpTraceProtobuf(aws.requests[0]?.body ?? new Uint8Array());
    expect(decoded).toMatchObject({ ok: true, spans: [{ name: 'long' }, { name: 'one' }] });
    expect(sink.statistics()).toMatchObject({ delivered: 2, droppedByReason: { not_encodable: 1 } });
    expect(onDrop).toHaveBeenCalledExactlyOnceWith(
      1,
      'not_encodable',
      expect.stringContaining('more than 200000'),
    );
    await sink.shutdown(1000);
  });

  test('a resource that is too long costs every span, and no request', async () => {
    await using aws = await startAwsReceiver(secret);
    const sink = start(aws.url, { text: 'x'.repeat(16_000) });
    await sendOne(sink);
    expect(aws.requests).toEqual([]);
    expect(onDrop).toHaveBeenCalledExactlyOnceWith(
      1,
      'not_encodable',
      expect.stringContaining('resource and scope'),
    );
    await sink.shutdown(1000);
  });

  test('a scope that is too long costs its own spans', async () => {
    await using aws = await startAwsReceiver(secret);
    const sink = start(aws.url);
    const long = { instrumentationScope: { name: 'x'.repeat(16_000) } };
    for (const [name, more] of [
      ['a', {}],
      ['b', long],
      ['c', long],
      ['d', {}],
    ] as const)
      sink.accept(createFinishedSpan(name, more));
    await sink.flush(5000);
    const decoded = parseOtlpTraceProtobuf(aws.requests[0]?.body ?? new Uint8Array());
    expect(decoded).toMatchObject({ ok: true, spans: [{ name: 'a' }, { name: 'd' }] });
    expect(sink.statistics()).toMatchObject({ delivered: 2, droppedByReason: { not_encodable: 2 } });
    await sink.shutdown(1000);
  });

  test('other receivers have none', async () => {
    await using aws = await startAwsReceiver(secret);
    const sink = start(aws.url, { text: 'x'.repeat(16_000) }, { signing: undefined });
    await sendOne(sink, { attributes: { text: 'x'.repeat(200_000) } });
    expect(sink.statistics()).toMatchObject({ delivered: 1, dropped: 0 });
    await sink.shutdown(1000);
  });
});
