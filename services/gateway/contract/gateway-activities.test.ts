import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@cruddur/contracts';
import { createTracedPact, withUnsampled, type TracedInteraction } from '@cruddur/trace-contract/pact';
import { afterAll, describe, expect, it } from 'vitest';
import { callGateway } from './call-gateway.ts';
import { createGateway } from './create-gateway.ts';
import { failureInteractions } from './interactions/failures.ts';
import { faultInteractions } from './interactions/faults.ts';
import { feedInteractions } from './interactions/feeds.ts';
import { messageInteractions } from './interactions/messages.ts';
import { postInteractions } from './interactions/posts.ts';

const folder = await mkdtemp(join(tmpdir(), 'gateway-activities-'));
afterAll(() => rm(folder, { recursive: true }));

const pact = createTracedPact({ consumer: 'gateway', provider: 'activities', folder });
const interactions = [
  ...feedInteractions,
  ...postInteractions,
  ...messageInteractions,
  ...failureInteractions,
  ...faultInteractions,
].flatMap((interaction) =>
  // Whether a request is recorded does not depend on what it asks for: one read and one write stand for all.
  ['the home feed', 'a new post'].includes(interaction.description)
    ? withUnsampled(interaction).map((variant) => ({ ...interaction, ...variant }))
    : [interaction],
);

const health: TracedInteraction = {
  description: 'a health check',
  request: { method: 'GET', path: '/health' },
  response: { status: 200 },
};

describe('the gateway calls activities', () => {
  it.each(interactions)('$description', async (interaction) => {
    expect.hasAssertions();
    await pact.tracedInteraction(interaction, ({ url, fetch }) => {
      const { app, telemetry } = createGateway(url, fetch);
      return { spans: telemetry.spans, call: (headers) => callGateway(interaction, app, headers) };
    });
  });

  it('for its own readiness, untraced', async () => {
    await pact.tracedInteraction(health, ({ url, fetch }) => {
      const { app, telemetry } = createGateway(url, fetch);
      return {
        spans: telemetry.spans,
        call: async (headers) => {
          expect((await app.request('/ready', { headers })).status).toBe(200);
          expect(telemetry.spans()).toEqual([]);
        },
      };
    });
  });
});

it('every operation that activities serves is called', () => {
  const called = new Set(interactions.map(({ trace }) => trace.consumer.name));
  const served = Object.values(endpoints).filter(({ servedBy }) => servedBy === 'activities');
  expect(called).toEqual(new Set(served.map(({ method, path }) => `${method} ${path}`)));
});

// What stands in the path, the query or the caller's header is refused by the gateway itself, and never travels.
it('every operation has its failures: 5xx, what a body is refused for, and what does not exist', () => {
  const lacking = Object.values(endpoints)
    .filter(({ servedBy }) => servedBy === 'activities')
    .flatMap(({ method, path }) => {
      const wanted = [500, ...(method === 'POST' ? [422] : []), ...(path.includes('{uuid}') ? [404] : [])];
      const statuses = statusesOf(`${method} ${path}`);
      return wanted
        .filter((status) => !statuses.includes(status))
        .map((status) => `${method} ${path} ${status}`);
    });
  expect(lacking).toEqual([]);
});

it('the committed pact is the generated one; if not, run `npm run contract:update`', async () => {
  const generated = await readFile(join(folder, 'gateway-activities.json'), 'utf8');
  await expect(generated).toMatchFileSnapshot('pacts/gateway-activities.json');
});

function statusesOf(name: string): readonly number[] {
  return interactions
    .filter(({ trace }) => trace.consumer.name === name)
    .map(({ response }) => response.status);
}
