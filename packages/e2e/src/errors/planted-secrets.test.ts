import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import { traceIdOf } from '../stack/trace-of.ts';
import { startWatchedServices, type WatchedServices } from './start-watched-services.ts';

const canary = 'hunter2canary';
const cloudKey = 'AKIACANARYCANARY1234';
const webToken = `eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.${canary}`;

let services: WatchedServices;
beforeAll(async () => {
  services = await startWatchedServices({
    ROLLBAR_ACCESS_TOKEN: canary,
    OTEL_EXPORTER_OTLP_HEADERS: `x-honeycomb-team=${canary}`,
    AWS_ACCESS_KEY_ID: cloudKey,
    AWS_SECRET_ACCESS_KEY: canary,
    CRUDDUR_UNKNOWN_PASSWORD: canary,
  });
}, 60_000);
afterAll(() => services?.[Symbol.asyncDispose]());

/** Secrets where callers have been seen to put them. */
const headers: Readonly<Record<string, string>> = {
  authorization: `Bearer ${canary}`,
  cookie: `session=${canary}; cruddur_user_handle=worf`,
  'x-api-key': canary,
  'proxy-authorization': `Basic ${canary}`,
  'x-amz-security-token': canary,
  'user-agent': `curl/8 (token=${canary})`,
  referer: `https://bob:${canary}@host/?access_token=${canary}`,
  baggage: `secret=${canary}`,
  tracestate: `vendor=1`,
  'x-forwarded-for': '10.0.0.1',
  'x-note': `password=${canary} and ${webToken}`,
};
const query = `password=${canary}&access_token=${canary}&q=${cloudKey}&jwt=${webToken}&card=4111111111111111`;

describe.each([
  ['a fault', `/api/faults/thrown?${query}`, undefined],
  ['a missing return', `/api/faults/missing-return?${query}`, undefined],
  ['a fault of the other service', `/api/faults/downstream-500?${query}`, undefined],
  ['a path that there is not', `/api/${cloudKey}/password=${canary}?${query}`, undefined],
  ['a test message', `/rollbar/test?${query}`, undefined],
  ['a body', '/api/activities', JSON.stringify({ message: '', password: canary, token: webToken })],
  ['a body that is no JSON', '/api/activities', `{"password":"${canary}"`],
] as const)('secrets with %s', (_name, path, body) => {
  it('reach neither OTLP, X-Ray, CloudWatch, Rollbar nor the standard output', async () => {
    const response = await fetch(services.gateway.url + path, {
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { method: 'POST', body }),
    });
    expect(await response.text()).not.toContain(canary);
    const traceId = traceIdOf(response);
    const { spans, documents } = await services.viewsOf(traceId, 1);
    const events = await eventually('the event of the request', async () => {
      const found = services.events().filter((event) => event['traceId'] === traceId);
      return found.some((event) => event['event.name'] === 'cruddur.request') ? found : undefined;
    });
    const wires = {
      spans: JSON.stringify(spans, (_key, value: unknown) => (typeof value === 'bigint' ? 0 : value)),
      documents: JSON.stringify(documents),
      events: JSON.stringify(events),
    };
    for (const [wire, text] of Object.entries(wires)) {
      const leaks = [...text.matchAll(/.{0,60}(?:canary|4111111111111111)/gi)].map(([leak]) => leak);
      expect([wire, leaks]).toEqual([wire, []]);
    }
  });
});

it('none of it has reached Rollbar or the standard output, where there is something to look at', async () => {
  await eventually('the reports of all faults', async () => services.rollbar.items.length >= 4 || undefined);
  const wires = {
    rollbar: JSON.stringify(services.rollbar.items),
    gateway: services.gateway.process.output(),
    activities: services.activities.process.output(),
  };
  for (const [wire, text] of Object.entries(wires)) {
    expect(text.length).toBeGreaterThan(0);
    const leaks = [...text.matchAll(/.{0,60}(?:canary|4111111111111111)/gi)].map(([leak]) => leak);
    expect([wire, leaks]).toEqual([wire, []]);
  }
});
