import { toSpan, type SpanInput } from '@cruddur/trace-contract';
import type { ProviderUnderTest } from '@cruddur/trace-contract/pact';

/** Ways to break the provider on purpose, at its edge. */
type Change = (provider: ProviderUnderTest) => Partial<ProviderUnderTest>;

export function withoutTraceHeaders(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.delete('traceparent');
  headers.delete('x-amzn-trace-id');
  return new Request(request.url, { method: request.method, headers });
}

/** Changes every object of the array that is answered. */
export function changeBody(
  change: (row: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Change {
  return ({ fetch }) => ({
    fetch: async (request, environment) => {
      const response = await fetch(request, environment);
      const body: unknown = await response.json();
      if (!Array.isArray(body)) throw new Error('expected an array');
      return Response.json(body.map(change), { status: response.status });
    },
  });
}

/** Refuses a body that lacks a field which consumers of today do not send. */
export function refuseWithout(field: string): Change {
  return ({ fetch }) => ({
    fetch: async (request, environment) => {
      const body: unknown = await request.clone().json();
      const isThere = typeof body === 'object' && body !== null && field in body;
      return isThere ? fetch(request, environment) : Response.json([`${field}_blank`], { status: 422 });
    },
  });
}

type Span = ReturnType<typeof toSpan>;

/** The spans as they would be recorded if the service's tracing were broken. */
export function changeSpans(spans: Iterable<SpanInput>, change: (span: Span) => Span): readonly Span[] {
  return Array.from(spans, (span) => change(toSpan(span, 'activities')));
}
