import {
  createConsoleLogging,
  createEdgeRollbarReporter,
  createTailDecision,
  missingOnEdge,
  startTelemetry,
  type EdgeTelemetry,
  type StartTelemetryOptions,
} from '@cruddur/telemetry/edge';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import type { GatewayConfig } from './config.ts';
import { trustLastProxy, type ClientAddress } from './http/client-address.ts';
import { createActivitiesClient } from './upstream/activities-client.ts';
import { createReadinessCheck } from './upstream/readiness.ts';
import { createUpstreamClient } from './upstream/upstream-client.ts';
import { upstreamLimits } from './upstream/upstream-limits.ts';

export interface EdgeGatewayOptions {
  readonly clientAddress: ClientAddress;
  /** How activities is reached, such as a service binding. @default the runtime's own fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** When spans are sent, and for how long that is tried. @default what `startTelemetry` finds right for the runtime */
  readonly sending?: Pick<StartTelemetryOptions, 'delivery' | 'timeLimitMs'>;
}

export interface EdgeGateway {
  readonly app: Hono;
  readonly telemetry: EdgeTelemetry;
}

const now = (): number => performance.now();

/** The gateway where there is no Node: what `main.ts` puts together there, with what every runtime has. */
export function startEdgeGateway(
  config: GatewayConfig,
  warnings: readonly string[],
  { clientAddress, fetch = globalThis.fetch, sending }: EdgeGatewayOptions,
): EdgeGateway {
  const logging = createConsoleLogging(config.telemetry);
  const reporter = createEdgeRollbarReporter(config.telemetry, logging);
  const telemetry = startTelemetry(config.telemetry, {
    propagateTo: [new URL(config.activitiesUrl).origin],
    fetch,
    logging,
    ...sending,
    tailDecision: createTailDecision,
    ...(reporter && { reporter }),
  });
  for (const warning of [...warnings, ...missingOnEdge(config.telemetry)]) telemetry.log.warn(warning);
  const upstream = createUpstreamClient({
    ...upstreamLimits,
    fetch: telemetry.fetch,
    baseUrl: config.activitiesUrl,
    now,
    random: Math.random,
  });
  const app = createApp({
    config,
    telemetry,
    activities: createActivitiesClient(upstream),
    checkReadiness: createReadinessCheck({
      fetch,
      url: `${config.activitiesUrl}/health`,
      timeoutMs: 1000,
      // On Workers, no request may wait for what another one has asked.
      cacheMs: 0,
      now,
    }),
    clientAddress: config.telemetry.trustProxy ? trustLastProxy(clientAddress) : clientAddress,
    now,
  });
  return { app, telemetry };
}
