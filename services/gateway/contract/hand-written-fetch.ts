import type { TracedFetch } from '@cruddur/telemetry';
import { SpanKind, type Span } from '@opentelemetry/api';
import type { TracedFetchParts } from './create-gateway.ts';

/**
 * What a team writes that traces its calls by hand: a CLIENT span as the conventions ask for, and the headers that
 * `inject` makes of it. The span is not made the active one.
 */
export function createHandWrittenFetch(
  { fetch, telemetry }: TracedFetchParts,
  inject: (client: Span) => Readonly<Record<string, string>>,
): TracedFetch {
  return async (input, { urlTemplate = '', resendCount: _resendCount, ...init } = {}) => {
    const { method, url } = new Request(input, init);
    const { hostname, port } = new URL(url);
    const client = telemetry.tracer.startSpan(`${method} ${urlTemplate}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': method,
        'server.address': hostname,
        'server.port': Number(port),
        'url.template': urlTemplate,
      },
    });
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(inject(client))) headers.set(name, value);
    const response = await fetch(input, { ...init, headers });
    client.setAttribute('http.response.status_code', response.status).end();
    return response;
  };
}
