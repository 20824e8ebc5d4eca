import { startTemporaryPostgres } from '@cruddur/activities/testing/temporary-postgres';
import { expect, test } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import { serviceFolder } from '../stack/start-stack.ts';
import { startSpanReceiver } from '../xray/start-span-receiver.ts';
import { callerSpanId, toNormalSpans } from './normal-span.ts';
import { serviceEntry, startOn } from './start-on.ts';

const postgres = await startTemporaryPostgres();

test.skipIf(postgres === undefined)(
  'a gateway that is bound to activities: one trace, no network',
  async () => {
    await using receiver = await startSpanReceiver();
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      DATABASE_URL: postgres?.url ?? '',
    };
    // A Worker migrates nothing: somebody has to have done so.
    const migrating = await startOn('node', serviceEntry('activities'), environment);
    await migrating.process.stop();
    const bound = { binding: 'ACTIVITIES', folder: serviceFolder('activities'), bindings: environment };
    const gateway = await startOn(
      'workerd',
      { ...serviceEntry('gateway'), bound },
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      },
    );
    try {
      const traceId = crypto.randomUUID().replaceAll('-', '');
      const headers = { traceparent: `00-${traceId}-${callerSpanId}-01` };
      const response = await fetch(`${gateway.url}/api/activities/home`, { headers });
      expect(response.status).toBe(200);
      await eventually('all spans', async () => (receiver.spansOf(traceId).length >= 6 ? true : undefined));
      const spans = receiver.spansOf(traceId);
      expect(toNormalSpans(spans).map(({ kind, name, parent }) => [parent, kind, name])).toEqual([
        ['caller', 'server', 'GET /api/activities/home'],
        ['client GET /api/activities/home', 'server', 'GET /api/activities/home'],
        ['internal home-activities-mock-data', 'client', 'SELECT activities'],
        ['internal home-activities-mock-data', 'client', 'SELECT activities'],
        ['server GET /api/activities/home', 'client', 'GET /api/activities/home'],
        ['server GET /api/activities/home', 'internal', 'home-activities-mock-data'],
      ]);
      const services = new Set(spans.map(({ resource }) => resource['service.name']));
      expect(services).toEqual(new Set(['activities', 'gateway']));
    } finally {
      await gateway.process.stop();
      await postgres?.stop();
    }
  },
  60_000,
);
