import { SpanKind, type Attributes } from '@opentelemetry/api';
import { extract, inject, type Carrier } from '../propagation/carrier.ts';
import type { Telemetry } from '../telemetry.ts';
import { runInSpan } from '../trace/run-in-span.ts';

/**
 * Sends a message inside a PRODUCER span. `send` is given the trace context to put into the message:
 * `sendMessage(telemetry, 'posts', (trace) => env.POSTS.send({ post, trace }))`.
 */
export function sendMessage<T>(telemetry: Telemetry, queue: string, send: (carrier: Carrier) => T): T {
  const span = { name: `send ${queue}`, kind: SpanKind.PRODUCER, attributes: describe(queue, 'send') };
  return runInSpan(telemetry, span, () => send(inject(telemetry)));
}

/** Processes one message inside a CONSUMER span, below the sender that `carrier`, as it came in, tells of. */
export function processMessage<T>(
  telemetry: Telemetry,
  queue: string,
  carrier: unknown,
  process: () => T,
): T {
  const span = { name: `process ${queue}`, kind: SpanKind.CONSUMER, attributes: describe(queue, 'process') };
  return runInSpan(telemetry, span, process, extract(telemetry, carrier));
}

/** Semantic conventions for messaging. */
function describe(queue: string, operation: 'send' | 'process'): Attributes {
  return {
    'messaging.system': 'cloudflare_queues',
    'messaging.destination.name': queue,
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
  };
}
