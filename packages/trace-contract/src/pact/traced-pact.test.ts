import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSpan } from '@cruddur/trace-model/testing';
import { afterAll, expect, it } from 'vitest';
import { httpClient, httpServer } from '../contract/presets.ts';
import { parseTraceHeader, toTraceHeaders } from '../headers/trace-header.ts';
import { readPactFile } from './pact-file.ts';
import { createTracedPact, type StartConsumer } from './traced-pact.ts';
import { withUnsampled, type TracedInteraction } from './traced-interaction.ts';

const folder = await mkdtemp(join(tmpdir(), 'traced-pact-'));
afterAll(() => rm(folder, { recursive: true }));

const items: TracedInteraction & Required<Pick<TracedInteraction, 'trace'>> = {
  description: 'the items',
  request: { method: 'GET', path: '/items' },
  response: { status: 200, body: [] },
  trace: {
    consumer: httpClient({ method: 'GET', status: 200, template: '/items' }),
    provider: httpServer({ method: 'GET', status: 200, route: '/items' }),
  },
};
const health: TracedInteraction = {
  description: 'a health check',
  request: { method: 'GET', path: '/health' },
  response: { status: 200 },
};
const clientSpanId = 'b7ad6b7169203331';

/** A consumer without any framework, which records its CLIENT span by hand. */
function consumer(path: string, { isTraced = true, fails = false } = {}): StartConsumer {
  return ({ url, fetch }) => {
    const spans: ReturnType<typeof createSpan>[] = [];
    return {
      spans: () => spans,
      call: async (headers) => {
        const caller = parseTraceHeader('w3c', headers['traceparent'] ?? '');
        if (caller === undefined) throw new Error('called without a trace');
        const own = { ...caller, spanId: clientSpanId };
        await fetch(url + path, { headers: isTraced ? toTraceHeaders(['w3c', 'xray'], own) : {} });
        if (caller.sampled && isTraced)
          spans.push(
            createSpan({
              traceId: caller.traceId,
              spanId: clientSpanId,
              parentSpanId: caller.spanId,
              kind: 'client',
              name: `GET ${path}`,
              attributes: {
                'http.request.method': 'GET',
                'http.response.status_code': 200,
                'server.address': '127.0.0.1',
                'server.port': 80,
                'url.template': path,
              },
            }),
          );
        if (fails) throw new Error('the answer makes no sense');
      },
    };
  };
}

const create = (name: string): ReturnType<typeof createTracedPact> =>
  createTracedPact({ consumer: name, provider: 'stock', folder, timeoutMs: 50 });

it('writes the trace into the pact, which reads back', async () => {
  const pact = create('shop');
  for (const interaction of withUnsampled(items))
    await pact.tracedInteraction(interaction, consumer('/items'));
  await pact.tracedInteraction(health, consumer('/health', { isTraced: false }));
  const { interactions } = readPactFile(join(folder, 'shop-stock.json'));
  expect(interactions.map(({ description, trace }) => [description, trace?.sampled])).toEqual([
    ['a health check', undefined],
    ['the items', true],
    ['the items, unsampled', false],
  ]);
});

it('refuses two interactions with one description', async () => {
  const pact = create('twice');
  await pact.tracedInteraction(items, consumer('/items'));
  await expect(pact.tracedInteraction(items, consumer('/items'))).rejects.toThrow(
    'two interactions are called "the items"',
  );
});

it('wants no trace headers on a call that is not traced', async () => {
  await expect(create('noisy').tracedInteraction(health, consumer('/health'))).rejects.toThrow(
    'traceparent was sent, but the call is not to be traced',
  );
});

const idle: StartConsumer = () => ({ spans: () => [], call: async () => undefined });

it('wants a request at all', async () => {
  await expect(create('idle').tracedInteraction(items, idle)).rejects.toThrow(
    /was expected but not received[^]*✗ no request passed through the fetch that the consumer was given/,
  );
});

it("names the request's mismatch first, then the trace's, then what the test itself threw", async () => {
  const failing = consumer('/items', { isTraced: false, fails: true });
  await expect(create('late').tracedInteraction(items, failing)).rejects.toThrow(
    /Expected a header[^]*trace contract broken by the consumer[^]*the answer makes no sense/,
  );
});

/** Answers like `consumer`, but sends its first attempt without trace headers. */
const careless: StartConsumer = (standIn) => {
  const real = consumer('/items')(standIn);
  return {
    ...real,
    call: async (headers) => {
      await standIn.fetch(`${standIn.url}/items`);
      await real.call(headers);
    },
  };
};

it('looks at every request to the provider, not only at the last', async () => {
  await expect(create('careless').tracedInteraction(items, careless)).rejects.toThrow(
    /✗ traceparent was not sent[^]*traceparent {5}\(absent\)/,
  );
});

/** Asks somebody else as well, who is to see no trace. */
const sociable: StartConsumer = (standIn) => {
  const real = consumer('/items')(standIn);
  return {
    ...real,
    call: async (headers) => {
      await standIn.fetch('data:,hello');
      await real.call(headers);
    },
  };
};

it('leaves requests to others alone', async () => {
  await create('sociable').tracedInteraction(items, sociable);
  const { interactions } = readPactFile(join(folder, 'sociable-stock.json'));
  expect(interactions).toHaveLength(1);
});
