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
import type { DatabaseLocation } from './store/database-url.ts';
import { createMemoryStore } from './store/memory/create-memory-store.ts';
import type { Store } from './store/store.ts';

interface ExecutionContext {
  readonly waitUntil: (promise: Promise<unknown>) => void;
}

interface Activities {
  readonly app: Hono;
  readonly telemetry: EdgeTelemetry;
}

const now = (): Date => new Date();

let activities: Promise<Activities> | undefined;

/** @throws Error with all problems of the configuration: the runtime shows it. */
async function start(bindings: object): Promise<Activities> {
  const parsed = parseActivitiesConfig(fromBindings(bindings), 'no-files');
  if (!parsed.ok) throw new Error(formatConfigProblems('activities', parsed.problems));
  const { database, offersFaults, telemetry: telemetryConfig } = parsed.config;
  const logging = createConsoleLogging(telemetryConfig);
  const reporter = createEdgeRollbarReporter(telemetryConfig, logging);
  const telemetry = startTelemetry(telemetryConfig, {
    logging,
    tailDecision: createTailDecision,
    ...(reporter && { reporter }),
  });
  for (const warning of [...parsed.warnings, ...missingOnEdge(telemetryConfig)]) telemetry.log.warn(warning);
  const store = await openStore(database, telemetry, now());
  const app = createApp({ store, telemetry, now, newUuid: () => crypto.randomUUID(), offersFaults });
  return { app, telemetry };
}

async function openStore(database: DatabaseLocation, telemetry: EdgeTelemetry, now: Date): Promise<Store> {
  if (database.kind !== 'server') {
    telemetry.log.warn(
      "posts are kept in this isolate's memory only: they are lost when it goes, and other isolates have others; set DATABASE_URL to postgres://... to keep them",
    );
    return createMemoryStore(now);
  }
  // Only here: what speaks SQL is most of the bundle, and nothing to a Worker that keeps its rows in memory.
  const { openUnpooledStore } = await import('./store/sql/open-unpooled-store.ts');
  return openUnpooledStore(database.url.reveal(), (query, run) => traceQuery(telemetry.tracer, query, run));
}

/** One start for all requests; one that fails is tried again by the next request. */
function started(bindings: object): Promise<Activities> {
  activities ??= start(bindings).catch((error: unknown) => {
    activities = undefined;
    throw error;
  });
  return activities;
}

/**
 * Activities as a Worker, with PostgreSQL over the network, or without DATABASE_URL with the mock rows and what is written
 * in its own memory; `npx wrangler dev` and `npx wrangler deploy` in this folder run it.
 */
export default {
  fetch: async (request: Request, bindings: object, context: ExecutionContext): Promise<Response> => {
    const { app, telemetry } = await started(bindings);
    return telemetry.during(
      (promise) => context.waitUntil(promise),
      () => app.fetch(request, bindings),
    );
  },
};
