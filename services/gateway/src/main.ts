import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { formatConfigProblems } from '@cruddur/telemetry';
import { serveUntilSignal, startTelemetry } from '@cruddur/telemetry/node';
import { createApp } from './app.ts';
import { parseGatewayConfig, type GatewayConfig } from './config.ts';
import { trustLastProxy, type ClientAddress } from './http/client-address.ts';
import { announceReadiness } from './upstream/announce-readiness.ts';
import { createActivitiesClient } from './upstream/activities-client.ts';
import { createReadinessCheck } from './upstream/readiness.ts';
import { createUpstreamClient } from './upstream/upstream-client.ts';
import { upstreamLimits } from './upstream/upstream-limits.ts';

const now = (): number => performance.now();
// Unreferenced: waiting for the upstream keeps no process alive.
const pause = (): Promise<void> => setTimeout(1000, undefined, { ref: false });
const connectionAddress: ClientAddress = (c) => getConnInfo(c).remote.address;

const parsed = parseGatewayConfig(process.env);
if (parsed.ok) {
  await run(parsed.config, parsed.warnings);
} else {
  process.stderr.write(formatConfigProblems('gateway', parsed.problems));
  process.exitCode = 1;
}

async function run(config: GatewayConfig, warnings: readonly string[]): Promise<void> {
  const telemetry = startTelemetry(config.telemetry, {
    propagateTo: [new URL(config.activitiesUrl).origin],
  });
  for (const warning of warnings) telemetry.log.warn(warning);

  const upstream = createUpstreamClient({
    ...upstreamLimits,
    fetch: telemetry.fetch,
    baseUrl: config.activitiesUrl,
    now,
    random: Math.random,
  });
  const checkReadiness = createReadinessCheck({
    fetch: globalThis.fetch,
    url: `${config.activitiesUrl}/health`,
    timeoutMs: 1000,
    cacheMs: 1000,
    now,
  });
  const app = createApp({
    config,
    telemetry,
    activities: createActivitiesClient(upstream),
    checkReadiness,
    clientAddress: config.telemetry.trustProxy ? trustLastProxy(connectionAddress) : connectionAddress,
    now,
  });

  const listener = getRequestListener(app.fetch);
  await serveUntilSignal({
    server: createServer((incoming, outgoing) => void listener(incoming, outgoing)),
    host: config.host,
    port: config.port,
    telemetry,
    deadlineMs: 10_000,
  });
  await announceReadiness(checkReadiness, pause, { upstreamUrl: config.activitiesUrl, log: telemetry.log });
}
