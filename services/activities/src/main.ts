import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { formatConfigProblems, traceQuery } from '@cruddur/telemetry';
import { serveUntilSignal, startTelemetry } from '@cruddur/telemetry/node';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { parseActivitiesConfig } from './config.ts';
import { openStore } from './store/sql/open-store.ts';
import { StoreError } from './store/sql/store-error.ts';

const shutdownDeadlineMs = 10_000;

const parsed = parseActivitiesConfig(process.env);
if (!parsed.ok) {
  process.stderr.write(formatConfigProblems('activities', parsed.problems));
  process.exit(1);
}
const { host, port, database, offersFaults, telemetry: telemetryConfig } = parsed.config;
const telemetry = startTelemetry(telemetryConfig);
for (const warning of parsed.warnings) telemetry.log.warn(warning);

const now = (): Date => new Date();
const store = await openStore({
  location: database,
  // One level up from here both in src/ and in dist/.
  migrationsFolder: fileURLToPath(new URL('../migrations', import.meta.url)),
  now,
  traceQuery: (query, run) => traceQuery(telemetry.tracer, query, run),
  onIdleError: (error) => telemetry.reportError(error),
}).catch(async (error: unknown) => {
  if (!(error instanceof StoreError)) throw error;
  process.stderr.write(`activities: ${error.message}\n`);
  await telemetry.shutdown(1_000);
  process.exit(1);
});

const app = createApp({ store, telemetry, now, newUuid: randomUUID, offersFaults });
const listener = getRequestListener(app.fetch);
await serveUntilSignal({
  server: createServer((request, response) => void listener(request, response)),
  host,
  port,
  telemetry,
  deadlineMs: shutdownDeadlineMs,
  close: store.close,
});
