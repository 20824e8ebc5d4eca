import { startTemporaryPostgres } from '@cruddur/activities/testing/temporary-postgres';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import { serviceFolder } from '../stack/start-stack.ts';
import { startSpanReceiver } from '../xray/start-span-receiver.ts';
import { callerSpanId, toNormalSpans } from './normal-span.ts';
import { serviceEntry, startOn } from './start-on.ts';

const postgres = await startTemporaryPostgres();
afterAll(() => postgres?.stop());
if (postgres === undefined)
  console.log(
    'LEFT OUT: a binding to activities with a PostgreSQL server; this machine has no initdb and postgres.',
  );

const feed = 'internal home-activities-mock-data';
const query = [feed, 'client', 'SELECT activities'];
const databases = [
  ...(postgres === undefined ? [] : [{ rows: 'PostgreSQL', url: postgres.url, queries: [query, query] }]),
  { rows: 'memory', url: undefined, queries: [] },
];

test.each(databases)(
  'a gateway that is bound to activities with rows in $rows: one trace, no network',
  async ({ url, queries }) => {
    await using receiver = await startSpanReceiver();
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...(url && { DATABASE_URL: url }) };
    if (url !== undefined) {
      // A Worker migrates nothing: somebody has to have done so.
      const migrating = await startOn('node', serviceEntry('activities'), environment);
      await migrating.process.stop();
    }
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
      await eventually('all spans', async () =>
        receiver.spansOf(traceId).length >= 4 + queries.length ? true : undefined,
      );
      const spans = receiver.spansOf(traceId);
      expect(toNormalSpans(spans).map(({ kind, name, parent }) => [parent, kind, name])).toEqual([
        ['caller', 'server', 'GET /api/activities/home'],
        ['client GET /api/activities/home', 'server', 'GET /api/activities/home'],
        ...queries,
        ['server GET /api/activities/home', 'client', 'GET /api/activities/home'],
        ['server GET /api/activities/home', 'internal', 'home-activities-mock-data'],
      ]);
      const services = new Set(spans.map(({ resource }) => resource['service.name']));
      expect(services).toEqual(new Set(['activities', 'gateway']));
    } finally {
      await gateway.process.stop();
    }
  },
  60_000,
);
