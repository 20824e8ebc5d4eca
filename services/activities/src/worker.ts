import { formatConfigProblems, traceQuery } from '@cruddur/telemetry';
import {
  createConsoleLogging,
  createEdgeRollbarReporter,
  createTailDecision,
  fromBindings,
  missingOnEdge,
  startTelemetry,
  type EdgeTelemetry,
} from '@cruddur/telemetry/edge';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { parseActivitiesConfig } from './config.ts';
import { createSqlStore } from './store/sql/create-sql-store.ts';
import { openUnpooledPostgres } from './store/sql/unpooled-postgres-driver.ts';

interface ExecutionContext {
  readonly waitUntil: (promise: Promise<unknown>) => void;
}

interface Activities {
  readonly app: Hono;
  readonly telemetry: EdgeTelemetry;
}

let activities: Activities | undefined;

/** @throws Error with all problems of the configuration: the runtime shows it, and asks again at the next request. */
function start(bindings: object): Activities {
  const parsed = parseActivitiesConfig(fromBindings(bindings));
  if (!parsed.ok) throw new Error(formatConfigProblems('activities', parsed.problems));
  const { database, offersFaults, telemetry: telemetryConfig } = parsed.config;
  if (database.kind !== 'server')
    throw new Error(
      'activities: a Worker has no database of its own. Set DATABASE_URL to postgres://..., to a database that the service has migrated elsewhere.',
    );
  const logging = createConsoleLogging(telemetryConfig);
  const reporter = createEdgeRollbarReporter(telemetryConfig, logging);
  const telemetry = startTelemetry(telemetryConfig, {
    logging,
    tailDecision: createTailDecision,
    ...(reporter && { reporter }),
  });
  for (const warning of [...parsed.warnings, ...missingOnEdge(telemetryConfig)]) telemetry.log.warn(warning);
  const store = createSqlStore(openUnpooledPostgres(database.url.reveal()), (query, run) =>
    traceQuery(telemetry.tracer, query, run),
  );
  const app = createApp({
    store,
    telemetry,
    now: () => new Date(),
    newUuid: () => crypto.randomUUID(),
    offersFaults,
  });
  return { app, telemetry };
}

/**
 * Activities as a Worker, with PostgreSQL over the network; `npx wrangler dev` and `npx wrangler deploy` in this folder
 * run it.
 */
export default {
  fetch: (request: Request, bindings: object, context: ExecutionContext): Response | Promise<Response> => {
    const { app, telemetry } = (activities ??= start(bindings));
    return telemetry.during(
      (promise) => context.waitUntil(promise),
      () => app.fetch(request, bindings),
    );
  },
};
