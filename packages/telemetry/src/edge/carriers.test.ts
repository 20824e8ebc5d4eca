import { propagation, SpanKind, SpanStatusCode, context } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { createTestTelemetry } from '../testing/create-test-telemetry.ts';
import { extract, inject, type Carrier } from '../propagation/carrier.ts';
import { createBindingFetch } from './binding-fetch.ts';
import { processMessage, sendMessage } from './queue.ts';
import { callRpc, serveRpc } from './rpc.ts';

const caller = createTestTelemetry({ serviceName: 'caller' });
const callee = createTestTelemetry({ serviceName: 'callee' });
beforeEach(() => {
  caller.reset();
  callee.reset();
});

const method = { service: 'Activities', method: 'homeFeed' };
const parentOf = (spans: ReturnType<typeof callee.spans>): string | undefined =>
  spans[0]?.parentSpanContext?.spanId;

test('a call by RPC is one trace, of a CLIENT and a SERVER span', async () => {
  const feed = async (trace: unknown): Promise<string> =>
    // As across the wire: only what can be cloned arrives.
    serveRpc(callee.telemetry, method, structuredClone(trace), async () => 'feed');
  await expect(callRpc(caller.telemetry, method, feed)).resolves.toBe('feed');
  const [client] = caller.spans();
  const [server] = callee.spans();
  expect(client).toMatchObject({ name: 'Activities/homeFeed', kind: SpanKind.CLIENT });
  expect(server).toMatchObject({ name: 'Activities/homeFeed', kind: SpanKind.SERVER });
  expect(server?.attributes).toMatchObject({ 'rpc.service': 'Activities', 'rpc.method': 'homeFeed' });
  expect(server?.spanContext().traceId).toBe(client?.spanContext().traceId);
  expect(parentOf(callee.spans())).toBe(client?.spanContext().spanId);
});

test('a method that throws fails both spans, and the caller gets the error', async () => {
  const error = new RangeError('no');
  const call = callRpc(caller.telemetry, method, (trace) =>
    serveRpc(callee.telemetry, method, trace, () => Promise.reject(error)),
  );
  await expect(call).rejects.toBe(error);
  for (const [span] of [caller.spans(), callee.spans()])
    expect(span).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'error.type': 'RangeError' },
    });
});

test('a message is processed below whoever sent it, later and elsewhere', () => {
  const queue: unknown[] = [];
  sendMessage(caller.telemetry, 'posts', (trace) => queue.push(JSON.stringify({ trace })));
  const { trace }: { trace: Carrier } = JSON.parse(String(queue[0]));
  processMessage(callee.telemetry, 'posts', trace, () => undefined);
  const [producer] = caller.spans();
  expect(producer).toMatchObject({ name: 'send posts', kind: SpanKind.PRODUCER });
  expect(callee.spans()).toMatchObject([{ name: 'process posts', kind: SpanKind.CONSUMER }]);
  expect(parentOf(callee.spans())).toBe(producer?.spanContext().spanId);
});

test('baggage travels along, and what a carrier had before does not', () => {
  const withUser = propagation.setBaggage(
    context.active(),
    propagation.createBaggage({ user: { value: 'ada' } }),
  );
  const carrier = context.with(withUser, () =>
    inject(caller.telemetry, { TraceParent: 'stale', tracestate: 'stale=1', kept: 'yes' }),
  );
  expect(carrier).toEqual({ kept: 'yes', baggage: 'user=ada' });
  const { context: extracted } = extract(callee.telemetry, carrier);
  expect(propagation.getBaggage(extracted)?.getEntry('user')?.value).toBe('ada');
});

test('whatever comes in as a carrier, the work is done', () => {
  fc.assert(
    fc.property(fc.anything(), (carrier) => {
      expect(serveRpc(callee.telemetry, method, carrier, () => 'done')).toBe('done');
    }),
  );
});

test('a binding is called as a method of itself, with the headers of our trace', async () => {
  class Binding {
    readonly #url = 'kept';
    readonly fetch = async (input: unknown, init?: RequestInit): Promise<Response> =>
      Response.json([this.#url, String(input), new Headers(init?.headers).get('traceparent')]);
  }
  const response = await createBindingFetch(caller.telemetry, new Binding())('http://activities/x');
  const [client] = caller.spans();
  const { traceId = '', spanId = '' } = client?.spanContext() ?? {};
  expect(await response.json()).toEqual([
    'kept',
    'http://activities/x',
    expect.stringContaining(`${traceId}-${spanId}`),
  ]);
});
