import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TracedFetch } from '@cruddur/telemetry';
import { createTracedPact, withUnsampled } from '@cruddur/trace-contract/pact';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { afterAll, expect, it } from 'vitest';
import { callGateway } from './call-gateway.ts';
import { createGateway } from './create-gateway.ts';
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
  /** Changes the headers as they leave the gateway. */
  readonly headers?: (headers: Headers) => void;
  readonly tracedFetch?: (tracedFetch: TracedFetch) => TracedFetch;
  /** All in the message, in this order. */
  readonly says: readonly string[];
}

const mutations: readonly Mutation[] = [
  {
    mutation: 'traceparent is not sent',
    headers: (headers) => headers.delete('traceparent'),
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
    headers: (headers) => {
      headers.delete('traceparent');
      headers.delete('x-amzn-trace-id');
    },
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
    headers: (headers) => {
      const parentId = serverSpanId();
      rewrite(headers, 'traceparent', /-[0-9a-f]{16}-/, `-${parentId}-`);
      rewrite(headers, 'x-amzn-trace-id', /Parent=[0-9a-f]{16}/, `Parent=${parentId}`);
    },
    says: [
      'not the CLIENT span',
      'likely cause: the context of the SERVER span was injected',
      'gateway SERVER "GET /api/activities/home"',
      'gateway CLIENT "GET /api/activities/home"',
    ],
  },
  {
    mutation: 'a fresh root is started',
    tracedFetch: (tracedFetch) => (input, init) => context.with(ROOT_CONTEXT, () => tracedFetch(input, init)),
    says: ["is not below its caller's span", 'likely cause: a fresh root was started'],
  },
  {
    mutation: 'the X-Ray header has another trace id',
    headers: (headers) =>
      rewrite(headers, 'x-amzn-trace-id', /Root=1-.{8}-.{24}/, 'Root=1-5759e988-bd862e3fe1be46a994272793'),
    says: [
      '✗ x-amzn-trace-id (trace 5759e988bd862e3fe1be46a994272793',
      'likely cause: two propagators or instrumentations write the headers',
    ],
  },
  {
    mutation: 'the sampled flag is lost',
    headers: (headers) => {
      rewrite(headers, 'traceparent', /..$/, '00');
      rewrite(headers, 'x-amzn-trace-id', /Sampled=1/, 'Sampled=0');
    },
    says: [
      "Mismatch with header 'traceparent'",
      '✗ traceparent says "not sampled" of a span that was recorded',
      'likely cause: the sampling decision was made anew',
    ],
  },
  {
    mutation: 'the decision not to sample is turned round',
    interaction: unsampled,
    headers: (headers) => {
      rewrite(headers, 'traceparent', /..$/, '01');
      rewrite(headers, 'x-amzn-trace-id', /Sampled=0/, 'Sampled=1');
    },
    says: ['✗ traceparent says "sampled", the caller said not'],
  },
  {
    mutation: 'the URL template is forgotten',
    tracedFetch:
      (tracedFetch) =>
      (input, { urlTemplate: _urlTemplate, ...init } = {}) =>
        tracedFetch(input, init),
    says: [
      'name: expected "GET /api/activities/home", found "GET"',
      'url.template: expected',
      'found nothing',
    ],
  },
];

it.each(mutations)('$mutation', async ({ headers, interaction = sampled, says, tracedFetch }) => {
  const pact = createTracedPact({ consumer: 'gateway', provider: 'activities', folder, timeoutMs: 50 });
  const message = await pact
    .tracedInteraction(interaction, (provider) => {
      const changedFetch: typeof fetch = (input, init) => {
        const changed = new Headers(init?.headers);
        headers?.(changed);
        return provider.fetch(input, { ...init, headers: changed });
      };
      const { app, telemetry } = createGateway(provider.url, changedFetch, tracedFetch);
      return {
        spans: telemetry.spans,
        call: (callerHeaders) => callGateway(interaction, app, callerHeaders),
      };
    })
    .then(
      () => 'the contract is kept',
      (error: unknown) => String(error),
    );
  let from = 0;
  const positions = says.map((words) => (from = message.indexOf(words, from) + 1));
  expect({ message, missing: says.filter((_, index) => positions[index] === 0) }).toMatchObject({
    missing: [],
  });
});

function rewrite(headers: Headers, name: string, pattern: RegExp, replacement: string): void {
  headers.set(name, (headers.get(name) ?? '').replace(pattern, replacement));
}

/** While the gateway's request is sent, its CLIENT span is the active one. */
function serverSpanId(): string {
  const client = trace.getActiveSpan();
  const parent: unknown = client === undefined ? undefined : Reflect.get(client, 'parentSpanContext');
  if (typeof parent !== 'object' || parent === null || !('spanId' in parent))
    throw new Error('no SERVER span');
  return String(parent.spanId);
}
