import { createTestTelemetry } from '@cruddur/telemetry/testing';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { expectTrace } from '../expect-trace.ts';
import { toSpan } from './span-input.ts';

it('takes spans as OpenTelemetry holds them in memory', () => {
  const { spans, telemetry } = createTestTelemetry();
  const link = { traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', traceFlags: 1 };
  const { tracer } = telemetry;
  const parent = tracer.startSpan(
    'GET /x',
    { kind: SpanKind.SERVER, links: [{ context: link }] },
    ROOT_CONTEXT,
  );
  const child = tracer.startSpan(
    'query',
    { kind: SpanKind.CLIENT, attributes: { texts: ['a', 'b'], count: 2 } },
    trace.setSpan(ROOT_CONTEXT, parent),
  );
  child.recordException(new Error('gone'));
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'gone' });
  child.end();
  parent.end();

  expect(() =>
    expectTrace(spans().map((span) => toSpan(span, 'stock'))).toSatisfy({
      kind: 'server',
      name: 'GET /x',
      service: 'stock',
      status: 'unset',
      links: [{ traceId: link.traceId, spanId: link.spanId }],
      children: [
        {
          kind: 'client',
          status: 'error',
          attributes: { count: 2, texts: { any: true } },
          events: [{ name: 'exception', attributes: { 'exception.message': 'gone' } }],
        },
      ],
    }),
  ).not.toThrow();
  const [queried] = spans().map((span) => toSpan(span));
  expect(queried?.attributes['texts']).toEqual(['a', 'b']);
  expect(queried?.statusMessage).toBe('gone');
  expect(queried === undefined ? 0n : queried.endTimeUnixNano - queried.startTimeUnixNano).toBeGreaterThan(
    0n,
  );
});
