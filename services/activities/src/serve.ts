/**
 * Activities on Bun (`bun src/serve.ts`) and on Deno (`deno run --allow-all src/serve.ts`), with PGlite or PostgreSQL as on
 * Node. Node runs `main.ts`, Workers run `worker.ts`.
 */
import { fileURLToPath } from 'node:url';
import { formatConfigProblems, traceQuery } from '@cruddur/telemetry';
import {
  createConsoleLogging,
  createEdgeRollbarReporter,
  createTailDecision,
  missingOnEdge,
  serveUntilSignal,
  startTelemetry,
} from '@cruddur/telemetry/edge';
import { createApp } from './app.ts';
import { parseActivitiesConfig } from './config.ts';
import { openStore } from './store/sql/open-store.ts';

const parsed = parseActivitiesConfig(process.env);
if (!parsed.ok) {
  process.stderr.write(formatConfigProblems('activities', parsed.problems));
  process.exit(1);
}
const { host, port, database, offersFaults, telemetry: telemetryConfig } = parsed.config;
const logging = createConsoleLogging(telemetryConfig);
const reporter = createEdgeRollbarReporter(telemetryConfig, logging);
const telemetry = startTelemetry(telemetryConfig, {
  logging,
  tailDecision: createTailDecision,
  ...(reporter && { reporter }),
});
for (const warning of [...parsed.warnings, ...missingOnEdge(telemetryConfig)]) telemetry.log.warn(warning);

const now = (): Date => new Date();
const store = await openStore({
  location: database,
  migrationsFolder: fileURLToPath(new URL('../migrations', import.meta.url)),
  now,
  traceQuery: (query, run) => traceQuery(telemetry.tracer, query, run),
  onIdleError: (error) => telemetry.reportError(error),
});
const app = createApp({ store, telemetry, now, newUuid: () => crypto.randomUUID(), offersFaults });
await serveUntilSignal({
  fetch: (request, env) => app.fetch(request, env),
  host,
  port,
  telemetry,
  deadlineMs: 10_000,
  close: store.close,
});
