import { once } from 'node:events';
import { expect, test } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import { startSpanReceiver } from '../xray/start-span-receiver.ts';
import { callerSpanId } from './normal-span.ts';
import { conformanceEntry, startOn } from './start-on.ts';

// Node and Bun take the handshake before it comes to the app: there it has no span.
test.for(['deno', 'workerd'] as const)(
  'an upgrade to a WebSocket is one span of status 101: %s',
  async (runtime) => {
    await using receiver = await startSpanReceiver();
    const service = await startOn(runtime, conformanceEntry, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    try {
      const traceId = crypto.randomUUID().replaceAll('-', '');
      // Beyond browsers, Node's takes headers.
      const options = { headers: { traceparent: `00-${traceId}-${callerSpanId}-01` } };
      const socket: WebSocket = Reflect.construct(WebSocket, [
        `${service.url.replace('http', 'ws')}/socket`,
        options,
      ]);
      await once(socket, 'open');
      socket.send('hello');
      const [message] = await once(socket, 'message');
      expect(message.data).toBe('hello');
      const [span] = await eventually('the span', async () => {
        const spans = receiver.spansOf(traceId);
        return spans.length > 0 ? spans : undefined;
      });
      expect(span).toMatchObject({
        name: 'GET /socket',
        kind: 'server',
        parentSpanId: callerSpanId,
        attributes: { 'http.route': '/socket', 'http.response.status_code': 101 },
      });
      socket.close();
      await once(socket, 'close');
      expect(receiver.spansOf(traceId)).toHaveLength(1);
    } finally {
      await service.process.stop();
    }
  },
);
