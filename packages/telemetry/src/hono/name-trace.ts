import { INVALID_TRACEID, type SpanContext } from '@opentelemetry/api';
import type { Context as HonoContext } from 'hono';
import { isRecord } from '../is-record.ts';
import { toTraceparent } from '../propagation/traceparent.ts';
import { toXRayHeader } from '../propagation/xray-header.ts';
import type { NodeOutgoing } from './request-info.ts';

/**
 * Names the trace in an answer of Node's server: `Server-Timing` (beside the timings that the app tells itself) and
 * `X-Amzn-Trace-Id`. They join the other headers when the head is written, as `setHeader` would put every response off
 * Node's short way of writing them.
 */
export function nameTraceOnNode(outgoing: NodeOutgoing, spanContext: SpanContext): void {
  if (isWithoutTrace(spanContext)) return;
  // eslint-disable-next-line typescript/unbound-method -- it is called on `outgoing` below
  const { writeHead } = outgoing;
  // Not assigned as it is written: V8 puts a function literal that is assigned to a property into the old generation,
  // and with it all that it holds, this response among it, until the next full collection.
  const writeNamedHead = (status: number, ...rest: unknown[]): unknown => {
    const [headers] = rest;
    if (rest.length === 1 && isRecord(headers) && !outgoing.hasHeader('server-timing')) {
      return writeHead.call(outgoing, status, withTrace(headers, spanContext));
    }
    // No headers, a list of them, a status text: what else Node takes is rare.
    outgoing.setHeader('server-timing', joined(outgoing.getHeader('server-timing'), spanContext));
    outgoing.setHeader('x-amzn-trace-id', toXRayHeader(spanContext));
    return writeHead.call(outgoing, status, ...rest);
  };
  outgoing.writeHead = writeNamedHead;
}

/** The same away from Node, on the response that the app has made. */
export function nameTrace(c: HonoContext, spanContext: SpanContext): void {
  if (isWithoutTrace(spanContext)) return;
  c.header('server-timing', toServerTiming(spanContext), { append: true });
  c.header('x-amzn-trace-id', toXRayHeader(spanContext));
}

/** With telemetry disabled and no caller's context there is no trace. */
function isWithoutTrace({ traceId }: SpanContext): boolean {
  return traceId === INVALID_TRACEID;
}

function toServerTiming(spanContext: SpanContext): string {
  return `traceparent;desc="${toTraceparent(spanContext)}"`;
}

/** A copy, as the record may be one that the app uses for all of its answers. */
function withTrace(
  headers: Readonly<Record<string, unknown>>,
  spanContext: SpanContext,
): Record<string, unknown> {
  let timingName = 'server-timing';
  for (const name in headers) {
    if (name.length === timingName.length && name.toLowerCase() === 'server-timing') timingName = name;
  }
  return {
    ...headers,
    [timingName]: joined(headers[timingName], spanContext),
    'x-amzn-trace-id': toXRayHeader(spanContext),
  };
}

function joined(timing: unknown, spanContext: SpanContext): string {
  const own = toServerTiming(spanContext);
  if (typeof timing === 'string') return `${timing}, ${own}`;
  return Array.isArray(timing) ? [...timing, own].join(', ') : own;
}
