import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { injectTraceContext, type PropagationFormat, type TracedFetch } from '@cruddur/telemetry';
import { createTracedPact, withUnsampled } from '@cruddur/trace-contract/pact';
import { context, ROOT_CONTEXT, trace, TraceFlags, type Span } from '@opentelemetry/api';
import { afterAll, expect, it } from 'vitest';
import { callGateway } from './call-gateway.ts';
import { createGateway, type TracedFetchParts } from './create-gateway.ts';
import { createHandWrittenFetch } from './hand-written-fetch.ts';
import { homeFeed } from './interactions/feeds.ts';
import { toInteraction, type GatewayInteraction } from './interactions/operation.ts';

const folder = await mkdtemp(join(tmpdir(), 'gateway-mutations-'));
afterAll(() => rm(folder, { recursive: true }));

const sampled = toInteraction(homeFeed);
const [, unsampledVariant = sampled] = withUnsampled(sampled);
const unsampled: GatewayInteraction = {
  ...sampled,
  ...unsampledVariant,
  trace: { ...sampled.trace, sampled: false },
};

interface Mutation {
  readonly mutation: string;
  readonly interaction?: GatewayInteraction;
  /** What the gateway's client of activities is built on instead. */
  readonly tracedFetch: (parts: TracedFetchParts) => TracedFetch;
  /** All in the message, in this order. */
  readonly says: readonly string[];
}

const bothFormats: readonly PropagationFormat[] = ['tracecontext', 'xray'];

/** Headers of a span, as a propagator of these formats writes them. */
function inject(
  span: Span,
  formats: readonly PropagationFormat[],
  traceFlags = span.spanContext().traceFlags,
): Record<string, string> {
  const spanContext = { ...span.spanContext(), traceFlags };
  return injectTraceContext(trace.setSpanContext(context.active(), spanContext), {
    formats: new Set(formats),
  });
}

const mutations: readonly Mutation[] = [
  {
    mutation: 'traceparent is not sent',
    tracedFetch: (parts) => createHandWrittenFetch(parts, (client) => inject(client, ['xray'])),
    says: [
      "Expected a header 'traceparent' but was missing",
      'trace contract broken by the consumer',
      'interaction: the home feed',
      '✗ traceparent was not sent',
      'likely cause: the propagator of that header is not configured',
      'traceparent     (absent)',
      'x-amzn-trace-id trace ',
    ],
  },
  {
    mutation: 'neither header is sent',
    tracedFetch: (parts) => createHandWrittenFetch(parts, () => ({})),
    says: [
      '✗ traceparent was not sent',
      '✗ x-amzn-trace-id was not sent',
      'likely cause: nothing was injected',
    ],
  },
  {
    mutation: 'the traced fetch is not used',
    tracedFetch: () => (input, init) => fetch(input, init),
    says: [
      '✗ no request passed through the fetch',
      "likely cause: the consumer's HTTP client does not use that fetch",
    ],
  },
  {
    mutation: "the SERVER span's context is injected",
    tracedFetch: (parts) =>
      createHandWrittenFetch(parts, () =>
        injectTraceContext(context.active(), { formats: new Set(bothFormats) }),
      ),
    says: [
      'not the CLIENT span',
      'likely cause: the context of the SERVER span was injected',
      'gateway SERVER "GET /api/activities/home"',
      'gateway CLIENT "GET /api/activities/home"',
    ],
  },
  {
    mutation: 'a fresh root is started',
    tracedFetch:
      ({ tracedFetch }) =>
      (input, init) =>
        context.with(ROOT_CONTEXT, () => tracedFetch(input, init)),
    says: ["is not below its caller's span", 'likely cause: a fresh root was started'],
  },
  {
    mutation: 'the X-Ray header has another trace id',
    tracedFetch: (parts) =>
      createHandWrittenFetch(parts, (client) => {
        const secondInstrumentation = parts.telemetry.tracer.startSpan('GET', { root: true });
        return { ...inject(client, ['tracecontext']), ...inject(secondInstrumentation, ['xray']) };
      }),
    says: [
      '✗ x-amzn-trace-id (trace ',
      'disagrees with traceparent (trace ',
      'likely cause: two propagators or instrumentations write the headers',
    ],
  },
  {
    mutation: 'the sampled flag is lost',
    tracedFetch: (parts) =>
      createHandWrittenFetch(parts, (client) => inject(client, bothFormats, TraceFlags.NONE)),
    says: [
      "Mismatch with header 'traceparent'",
      '✗ traceparent says "not sampled" of a span that was recorded',
      'likely cause: the sampling decision was made anew',
    ],
  },
  {
    mutation: 'the decision not to sample is turned round',
    interaction: unsampled,
    tracedFetch: (parts) =>
      createHandWrittenFetch(parts, (client) => inject(client, bothFormats, TraceFlags.SAMPLED)),
    says: ['✗ traceparent says "sampled", the caller said not'],
  },
  {
    mutation: 'the URL template is forgotten',
    tracedFetch:
      ({ tracedFetch }) =>
      (input, { urlTemplate: _urlTemplate, ...init } = {}) =>
        tracedFetch(input, init),
    says: [
      'name: expected "GET /api/activities/home", found "GET"',
      'url.template: expected',
      'found nothing',
    ],
  },
];

async function breakGateway(
  interaction: GatewayInteraction,
  tracedFetch: Mutation['tracedFetch'],
): Promise<string> {
  const pact = createTracedPact({ consumer: 'gateway', provider: 'activities', folder, timeoutMs: 50 });
  return pact
    .tracedInteraction(interaction, (provider) => {
      const { app, telemetry } = createGateway(provider.url, provider.fetch, tracedFetch);
      return {
        spans: telemetry.spans,
        call: (callerHeaders) => callGateway(interaction, app, callerHeaders),
      };
    })
    .then(() => kept, String);
}

const kept = 'the contract is kept';

function byHand(parts: TracedFetchParts): TracedFetch {
  return createHandWrittenFetch(parts, (client) => inject(client, bothFormats));
}

it.each([sampled, unsampled])(
  'by hand, with the right headers, $description is kept',
  async (interaction) => {
    expect(await breakGateway(interaction, byHand)).toBe(kept);
  },
);

it.each(mutations)('$mutation', async ({ interaction = sampled, says, tracedFetch }) => {
  const message = await breakGateway(interaction, tracedFetch);
  let from = 0;
  const positions = says.map((words) => (from = message.indexOf(words, from) + 1));
  expect({ message, missing: says.filter((_, index) => positions[index] === 0) }).toMatchObject({
    missing: [],
  });
});
