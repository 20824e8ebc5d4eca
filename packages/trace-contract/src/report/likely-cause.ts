import type { Span } from '@cruddur/trace-model';
import type { Finding, FindingCode } from '../check/finding.ts';
import type { TraceHeaderContext } from '../headers/trace-header.ts';

export interface Evidence {
  readonly findings: readonly Finding[];
  readonly spans: readonly Span[];
  /** What the trace headers of the exchange said, as far as they could be read. */
  readonly headers: readonly TraceHeaderContext[];
}

/** What usually breaks a contract in this way, in words; undefined when the findings fit no known pattern. */
export function findLikelyCause(evidence: Evidence): string | undefined {
  return causes.find(({ fits }) => fits(evidence))?.text;
}

interface Cause {
  readonly fits: (evidence: Evidence) => boolean;
  readonly text: string;
}

/** The most specific first. */
const causes: readonly Cause[] = [
  {
    fits: ({ findings }) => has(findings, 'not-sent'),
    text: "the consumer's HTTP client does not use that fetch, or the consumer answered without asking the provider",
  },
  {
    fits: ({ findings, headers, spans }) =>
      has(findings, 'header-not-client-span') &&
      headers.some(({ spanId }) => spans.some((span) => span.spanId === spanId && span.kind === 'server')),
    text: "the context of the SERVER span was injected: inject the CLIENT span's own context, after it was started",
  },
  {
    fits: ({ findings }) => has(findings, 'caller-lost'),
    text: "a fresh root was started: the caller's context was not active (lost async context) or not extracted",
  },
  {
    fits: ({ findings }) => count(findings, 'header-missing') > 1,
    text: 'nothing was injected: the call is not traced, or its origin is not among those that may see trace headers',
  },
  {
    fits: ({ findings }) => has(findings, 'header-missing'),
    text: 'the propagator of that header is not configured (OTEL_PROPAGATORS), or a proxy strips it',
  },
  {
    fits: ({ findings }) => has(findings, 'headers-disagree'),
    text: 'two propagators or instrumentations write the headers from different spans',
  },
  {
    fits: ({ findings }) => has(findings, 'sampled-lost'),
    text: "the sampling decision was made anew, or the flag was not copied from the span's context",
  },
  {
    fits: ({ findings }) => has(findings, 'recorded-unsampled'),
    text: "the caller's decision was ignored: use a parent-based sampler",
  },
  {
    fits: ({ findings }) => has(findings, 'not-extracted'),
    text: 'the provider did not extract the incoming context: its middleware is missing, comes too late, or reads other headers',
  },
  {
    fits: ({ findings, spans }) => has(findings, 'span-count') && isTwiceOneRequest(spans),
    text: 'the request is instrumented twice: an automatic instrumentation beside the middleware, or the middleware registered twice',
  },
  {
    fits: ({ findings }) => has(findings, 'not-child'),
    text: 'something between the two (a traced proxy, a second instrumentation) opened a span of its own',
  },
  {
    fits: ({ findings }) => findings.some(({ attribute }) => attribute === 'http.route'),
    text: "the router's pattern did not reach the span: the middleware must read it after routing",
  },
  {
    fits: ({ findings, spans }) =>
      findings.some(({ code, spanId }) => code === 'status' && isClientError(spans, spanId)),
    text: "4xx is the client's fault: the SERVER span's status stays UNSET, the CLIENT span's is ERROR",
  },
  {
    fits: ({ findings }) => has(findings, 'forbidden-attribute'),
    text: 'an attribute that the contract forbids (personal data, or a key of older conventions) was put on the span',
  },
];

function has(findings: readonly Finding[], code: FindingCode): boolean {
  return count(findings, code) > 0;
}

function count(findings: readonly Finding[], code: FindingCode): number {
  return findings.filter((finding) => finding.code === code).length;
}

function isClientError(spans: readonly Span[], spanId: string | undefined): boolean {
  const httpStatus = spans.find((span) => span.spanId === spanId)?.attributes['http.response.status_code'];
  return typeof httpStatus === 'number' && httpStatus >= 400 && httpStatus < 500;
}

/** Two SERVER spans that are one below the other, or below the same caller; between two services there is a CLIENT span. */
function isTwiceOneRequest(spans: readonly Span[]): boolean {
  const servers = spans.filter(({ kind }) => kind === 'server');
  return servers.some((one) =>
    servers.some(
      (other) =>
        other !== one &&
        other.parentSpanId !== undefined &&
        (other.parentSpanId === one.parentSpanId || other.parentSpanId === one.spanId),
    ),
  );
}
