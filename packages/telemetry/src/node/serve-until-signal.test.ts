import { Agent, get as sendGet, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { startCollector, type CollectorAnswer } from './fixtures/start-collector.ts';
import { startService, type Service } from './fixtures/start-service.ts';

const finishing = /finishing requests under way/;

async function listening(service: Service): Promise<string> {
  const [, url = ''] = await service.printed(/^listening (\S+)/m);
  return url;
}

async function get(url: string, agent: Agent | false = false): Promise<IncomingMessage> {
  // safe: what the event of this name carries
  const [response] = (await once(sendGet(url, { agent }), 'response')) as [IncomingMessage];
  return response;
}

async function elapsedMs(fn: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await fn();
  return performance.now() - startedMs;
}

describe('the port', () => {
  test.each([{}, { CLOSE: 'throws' }, { CLOSE: 'hangs', DEADLINE_MS: '500' }])(
    'that is taken is one clear line and exit code 1 (%o)',
    async (environment) => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      // safe: a TCP server that listens has an AddressInfo
      const { port } = other.address() as AddressInfo;
      await using service = startService({ ...environment, PORT: String(port) });
      const { code } = await service.exited;
      other.close();
      expect(code).toBe(1);
      expect(service.errors()).toBe(
        `fixture: port ${port} on 127.0.0.1 is taken by another process; stop that one or set PORT to a free port\n`,
      );
    },
  );

  test('needs no request to stop cleanly, even at once', async () => {
    await using service = startService();
    await listening(service);
    service.signal('SIGTERM');
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });
});

describe.each(['http/protobuf', 'http/json'])('a signal, with spans sent by %s', (protocol) => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s lets a request under way finish and sends its span',
    async (signal) => {
      await using collector = await startCollector();
      await using service = startService({
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      });
      const url = await listening(service);
      const agent = new Agent({ keepAlive: true });
      const response = get(`${url}/held`, agent);
      await service.printed(/^held/m);
      service.signal(signal);
      await service.printed(finishing);
      await expect(get(`${url}/fast`)).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);

      const stopMs = await elapsedMs(async () => {
        service.release();
        expect(await text(await response)).toBe('released');
        expect(await service.exited).toEqual({ code: 0, signal: null });
      });
      // The client keeps its connection open for 5 s: that must not hold the process.
      expect(stopMs).toBeLessThan(2500);
      expect(collector.spanIds()).toHaveLength(1);
      agent.destroy();
    },
  );
});

test('an idle kept-alive connection does not hold the process', async () => {
  await using service = startService();
  const url = await listening(service);
  const agent = new Agent({ keepAlive: true });
  expect(await text(await get(`${url}/fast`, agent))).toBe('fast');
  const stopMs = await elapsedMs(async () => {
    service.signal('SIGTERM');
    await service.exited;
  });
  expect(stopMs).toBeLessThan(2500);
  agent.destroy();
});

test('an answer that its client reads slowly is sent to its last byte', async () => {
  await using service = startService();
  const url = await listening(service);
  const bytes = 30_000_000;
  const response = await get(`${url}/big?bytes=${bytes}`);
  service.signal('SIGTERM');
  await service.printed(finishing);
  let received = 0;
  for await (const chunk of response) received += (chunk as Buffer).length; // safe: no encoding is set
  expect(received).toBe(bytes);
  expect((await service.exited).code).toBe(0);
});

test('a request that outlasts the deadline is cut off, and said to be', async () => {
  await using service = startService({ DEADLINE_MS: '1000' });
  const url = await listening(service);
  const response = get(`${url}/held`);
  await service.printed(/^held/m);
  const stopMs = await elapsedMs(async () => {
    service.signal('SIGTERM');
    await expect(response).rejects.toThrow('socket hang up');
    expect((await service.exited).code).toBe(0);
  });
  expect(stopMs).toBeLessThan(1500);
  await service.printed(/some requests did not finish in time/);
  await service.printed(/1 spans never ended/);
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a second signal (%s) exits at once with %i', async (signal, code) => {
  await using service = startService();
  const url = await listening(service);
  const response = get(`${url}/held`).catch(() => undefined);
  await service.printed(/^held/m);
  service.signal('SIGTERM');
  await service.printed(finishing);
  service.signal(signal);
  expect(await service.exited).toEqual({ code, signal: null });
  await response;
});

test('a close that fails is reported, and is exit code 1', async () => {
  await using collector = await startCollector();
  await using service = startService({ CLOSE: 'throws', OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
  const url = await listening(service);
  await text(await get(`${url}/fast`));
  service.signal('SIGTERM');
  expect((await service.exited).code).toBe(1);
  await service.printed(/the database is stuck/);
  expect(collector.spanIds()).toHaveLength(1);
});

test('a close that hangs does not hold the process, and is exit code 1', async () => {
  await using collector = await startCollector();
  await using service = startService({
    CLOSE: 'hangs',
    DEADLINE_MS: '1000',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
  });
  const url = await listening(service);
  await text(await get(`${url}/fast`));
  const stopMs = await elapsedMs(async () => {
    service.signal('SIGTERM');
    expect((await service.exited).code).toBe(1);
  });
  expect(stopMs).toBeLessThan(1500);
  await service.printed(/did not close within/);
  expect(collector.spanIds()).toHaveLength(1);
});

const faults: readonly (readonly [name: string, answer: CollectorAnswer])[] = [
  ['hangs', () => undefined],
  ['answers 503', (response) => response.writeHead(503).end()],
  ['resets', (response) => response.destroy()],
];

describe.each(['http/protobuf', 'http/json'])('with spans sent by %s', (protocol) => {
  test.each(faults)(
    'a collector that %s does not hold the process beyond its deadline',
    async (_name, answer) => {
      await using collector = await startCollector(answer);
      await using service = startService({
        DEADLINE_MS: '1000',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      });
      const url = await listening(service);
      await text(await get(`${url}/fast`));
      const stopMs = await elapsedMs(async () => {
        service.signal('SIGTERM');
        expect((await service.exited).code).toBe(0);
      });
      expect(stopMs).toBeLessThan(1500);
      await service.printed(/telemetry sink otlp dropped 1 items in all/);
    },
  );
});

test('20 stops under load lose no request that was accepted, and no span', { timeout: 40_000 }, async () => {
  for (let round = 0; round < 20; round += 1) {
    await using collector = await startCollector();
    await using service = startService({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
    const url = await listening(service);
    const agent = new Agent({ keepAlive: true });
    const stopAfter = Math.ceil(Math.random() * 200);
    let answered = 0;
    const client = async (): Promise<void> => {
      for (;;) {
        const body = await get(`${url}/fast`, agent).then(text, () => undefined);
        if (body === undefined) return;
        answered += 1;
        if (answered === stopAfter) service.signal('SIGTERM');
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    expect((await service.exited).code).toBe(0);
    agent.destroy();
    const [, accepted] = await service.printed(/^accepted (\d+)/m);
    expect(answered).toBe(Number(accepted));
    expect(new Set(collector.spanIds()).size).toBe(answered);
    expect(collector.spanIds()).toHaveLength(answered);
  }
});
