import {
  startTemporaryPostgres,
  type TemporaryPostgres,
} from '@cruddur/activities/testing/temporary-postgres';
import type { Span } from '@cruddur/trace-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../stack/eventually.ts';
import type { Service } from '../stack/start-stack.ts';
import { startSpanReceiver, type SpanReceiver } from '../xray/start-span-receiver.ts';
import { findBreaches } from './http-conventions.ts';
import { callerSpanId, expectedOn, toNormalSpans, userAgent, type NormalSpan } from './normal-span.ts';
import { runtimes, type Runtime } from './runtime-binary.ts';
import { serviceEntry, startOn } from './start-on.ts';

const postgres: TemporaryPostgres | undefined = await startTemporaryPostgres();
if (postgres === undefined) {
  console.log(
    'LEFT OUT: activities on workerd with a PostgreSQL server, because this machine has no initdb and postgres.',
  );
}
afterAll(() => postgres?.stop());

/** Two runtimes, and where activities keeps its rows: in SQL, or in the memory of a Worker that has no server. */
interface Pair {
  readonly gateway: Runtime;
  readonly activities: Runtime;
  readonly rows: 'SQL' | 'memory';
}

const pairs: readonly Pair[] = [
  ...runtimes.map((runtime): Pair => ({ gateway: runtime, activities: runtime, rows: 'SQL' })),
  { gateway: 'workerd', activities: 'workerd', rows: 'memory' },
  { gateway: 'workerd', activities: 'node', rows: 'SQL' },
  { gateway: 'node', activities: 'workerd', rows: 'SQL' },
  { gateway: 'node', activities: 'workerd', rows: 'memory' },
  { gateway: 'bun', activities: 'deno', rows: 'SQL' },
  { gateway: 'deno', activities: 'bun', rows: 'SQL' },
];
const hasDatabase = ({ activities, rows }: Pair): boolean =>
  rows === 'memory' || activities !== 'workerd' || postgres !== undefined;

const requests = [
  { title: 'the home feed', method: 'GET', path: '/api/activities/home', spans: 6 },
  { title: 'what is not there', method: 'GET', path: `/api/activities/${crypto.randomUUID()}`, spans: 4 },
  { title: 'a post that is refused', method: 'POST', path: '/api/activities', body: '{}', spans: 3 },
  {
    title: 'a post',
    method: 'POST',
    path: '/api/activities',
    body: '{"message":"hi","ttl":"1-day"}',
    spans: 4,
  },
] as const;

/** By the title of the request: what Node, the first of them, made of it. */
const onNode = new Map<string, readonly NormalSpan[]>();

describe.each(pairs.filter(hasDatabase))(
  'gateway on $gateway, activities on $activities with rows in $rows',
  ({ gateway: gatewayRuntime, activities: activitiesRuntime, rows }) => {
    let receiver: SpanReceiver;
    const services: Service[] = [];
    let url = '';

    beforeAll(async () => {
      receiver = await startSpanReceiver();
      const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '20' };
      const activities = await startOn(activitiesRuntime, serviceEntry('activities'), {
        ...environment,
        ...(rows === 'SQL' && { DATABASE_URL: postgres?.url ?? 'memory:' }),
      });
      services.push(activities);
      const gateway = await startOn(gatewayRuntime, serviceEntry('gateway'), {
        ...environment,
        ACTIVITIES_URL: activities.url,
      });
      services.push(gateway);
      ({ url } = gateway);
    }, 60_000);
    afterAll(async () => {
      for (const { process } of services.toReversed()) await process.stop();
      await receiver?.[Symbol.asyncDispose]();
    });

    test.each(requests)('$title is one trace, and the same as on Node', async (request) => {
      const { method, path, title } = request;
      const traceId = crypto.randomUUID().replaceAll('-', '');
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          traceparent: `00-${traceId}-${callerSpanId}-01`,
          'user-agent': userAgent,
          'content-type': 'application/json',
        },
        ...('body' in request ? { body: request.body } : undefined),
      });
      await response.text();
      await eventually('the spans of both', async () => {
        const found = receiver.spansOf(traceId);
        const servers = found.filter(({ kind }) => kind === 'server');
        const expectedSpans = rows === 'SQL' ? request.spans : withoutQueries(onNode.get(title) ?? []).length;
        return servers.length === 2 && found.length >= expectedSpans ? true : undefined;
      }).catch(() => undefined);
      const spans = receiver.spansOf(traceId);
      const normal = toNormalSpans(spans.map(withoutState));
      if (gatewayRuntime === 'node' && activitiesRuntime === 'node') onNode.set(title, normal);
      const onSql = onNode.get(title) ?? [];
      const expected = rows === 'SQL' ? onSql : withoutQueries(onSql);
      expect(normal.map(({ parent }) => parent)).not.toContain('unknown');
      expect(onEdge(gatewayRuntime, activitiesRuntime, normal)).toEqual(
        onEdge(gatewayRuntime, activitiesRuntime, expected),
      );
      expect(onSql.length).toBeGreaterThanOrEqual(request.spans);
      expect(findBreaches(spans)).toEqual([]);
    });
  },
);

/** Both services' SERVER spans without what either of their runtimes does not tell. */
function onEdge(gateway: Runtime, activities: Runtime, spans: readonly NormalSpan[]): readonly NormalSpan[] {
  return expectedOn(gateway, expectedOn(activities, spans));
}

function withoutQueries(spans: readonly NormalSpan[]): readonly NormalSpan[] {
  return spans.filter(({ attributes }) => !('db.system.name' in attributes));
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The posts of one run are in the feed of the next, as they share a database. */
function withoutState(span: Span): Span {
  const attributes = Object.fromEntries(
    Object.entries(span.attributes).map(([name, value]) => {
      if (name === 'app.result_length') return [name, '<count>'];
      return [name, typeof value === 'string' ? value.replace(uuid, '<uuid>') : value];
    }),
  );
  return { ...span, attributes };
}
