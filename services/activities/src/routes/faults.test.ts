import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorBodySchema } from '@cruddur/contracts';
import { createTestTelemetry } from '@cruddur/telemetry/testing';
import { createApp } from '../app.ts';
import { startTestService, type TestService } from '../testing/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ kind: 'memory' });
});
afterAll(() => service.close());

test('the downstream fault is 500 with the trace id, of a span of its own', async () => {
  const { telemetry, spans, logs } = createTestTelemetry({ serviceName: 'activities' });
  const { store } = service;
  const app = createApp({ store, telemetry, now: () => new Date(), newUuid: () => '', offersFaults: true });
  const response = await app.request('/api/faults/downstream');
  expect(response.status).toBe(500);
  const { code, traceId } = errorBodySchema.parse(await response.json());
  expect(code).toBe('internal_error');
  expect(spans().map((span) => [span.name, span.attributes['error.type']])).toEqual([
    ['fail-downstream', 'DeliberateFaultError'],
    ['GET /api/faults/downstream', 'DeliberateFaultError'],
  ]);
  expect(logs()).toMatchObject([{ level: 'error', traceId }]);
});

test.for(['GET', 'POST'])(
  'where faults are not offered, %s of it is a path that there is not',
  async (method) => {
    expect((await service.request('/api/faults/downstream', { method })).status).toBe(404);
  },
);
