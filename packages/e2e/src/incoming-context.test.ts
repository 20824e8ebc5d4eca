import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from './stack/start-stack.ts';
import { traceIdOf, traceOf, type TraceDetail } from './stack/trace-of.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
}, 60_000);
afterAll(() => stack?.stop());

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

async function requestHome(
  headers: Record<string, string>,
): Promise<{ response: Response; trace: TraceDetail }> {
  const response = await fetch(`${stack.gateway.url}/api/activities/home`, { headers });
  const trace = await traceOf(stack, traceIdOf(response), ({ spans }) => spans.length >= 5);
  return { response, trace };
}

function gatewayServer({ spans }: TraceDetail): TraceDetail['spans'][number] | undefined {
  return spans.find(({ service, kind }) => service === 'gateway' && kind === 'server');
}

describe('an incoming trace context', () => {
  it('is continued from traceparent through both services', async () => {
    const { response, trace } = await requestHome({
      traceparent: `00-${traceId}-${spanId}-01`,
      tracestate: 'congo=t61rcWkgMzE,rojo=00f067aa0ba902b7',
      baggage: 'user.tier=gold;p=1,empty=',
    });
    expect(response.status).toBe(200);
    expect(trace.traceId).toBe(traceId);
    expect(gatewayServer(trace)?.parentSpanId).toBe(spanId);
    expect(trace.services.map(({ name }) => name)).toEqual(['gateway', 'activities']);
  });

  it('is taken from a bare X-Amzn-Trace-Id Root as the id of a new root', async () => {
    const root = '5759e988bd862e3fe1be46a994272793';
    const { trace } = await requestHome({
      'x-amzn-trace-id': `Root=1-${root.slice(0, 8)}-${root.slice(8)}`,
    });
    expect(trace.traceId).toBe(root);
    expect(gatewayServer(trace)?.parentSpanId).toBeUndefined();
  });

  it('is continued from an X-Ray header with a parent', async () => {
    const root = '5759e988bd862e3fe1be46a994272794';
    const { trace } = await requestHome({
      'x-amzn-trace-id': `Self=1-00000001-000000000000000000000001;Root=1-${root.slice(0, 8)}-${root.slice(8)};Parent=53995c3f42cd8ad8;Sampled=1`,
    });
    expect(trace.traceId).toBe(root);
    expect(gatewayServer(trace)?.parentSpanId).toBe('53995c3f42cd8ad8');
  });

  it.each([
    ['a short traceparent', { traceparent: '00-abc-def-01' }],
    ['upper case', { traceparent: `00-${traceId.toUpperCase()}-${spanId}-01` }],
    ['a zero trace id', { traceparent: `00-${'0'.repeat(32)}-${spanId}-01` }],
    ['version ff', { traceparent: `ff-${traceId}-${spanId}-01` }],
    ['a broken X-Ray root', { 'x-amzn-trace-id': 'Root=nonsense;Sampled=1' }],
    ['8 KB of tracestate', { traceparent: 'x', tracestate: 'a='.padEnd(8000, 'b'), baggage: '%%%' }],
  ])('that is malformed (%s) starts a new trace and fails nothing', async (_, headers) => {
    const { response, trace } = await requestHome(headers);
    expect(response.status).toBe(200);
    expect(trace.traceId).not.toBe(traceId);
    expect(gatewayServer(trace)?.parentSpanId).toBeUndefined();
    expect(trace.services).toHaveLength(2);
  });

  it('with sampled off is forwarded and recorded nowhere', async () => {
    const unsampled = '4bf92f3577b34da6a3ce929d0e0e4799';
    const response = await fetch(`${stack.gateway.url}/api/activities/home`, {
      headers: { traceparent: `00-${unsampled}-${spanId}-00` },
    });
    expect(response.headers.get('server-timing')).toContain(`00-${unsampled}-`);
    // A later trace that has arrived proves that the earlier one would have.
    await requestHome({});
    expect((await fetch(`${stack.console.url}/api/traces/${unsampled}`)).status).toBe(404);
  });
});
