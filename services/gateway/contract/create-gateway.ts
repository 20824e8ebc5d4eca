import type { Telemetry, TracedFetch } from '@cruddur/telemetry';
import { createTestTelemetry, type TestTelemetry } from '@cruddur/telemetry/testing';
import type { Hono } from 'hono';
import { createApp } from '../src/app.ts';
import { createActivitiesClient } from '../src/upstream/activities-client.ts';
import { createReadinessCheck } from '../src/upstream/readiness.ts';
import { createUpstreamClient } from '../src/upstream/upstream-client.ts';
import { upstreamLimits } from '../src/upstream/upstream-limits.ts';

export interface ContractGateway {
  readonly app: Hono;
  readonly telemetry: TestTelemetry;
}

/** What another traced `fetch` can be made of. */
export interface TracedFetchParts {
  readonly tracedFetch: TracedFetch;
  readonly telemetry: Telemetry;
  /** What requests leave the gateway through. */
  readonly fetch: typeof globalThis.fetch;
}

const now = (): number => performance.now();

/**
 * The gateway as `main.ts` builds it, without a socket and with its spans in memory. `changeTracedFetch` is for tests
 * that break it on purpose.
 */
export function createGateway(
  activitiesUrl: string,
  fetch: typeof globalThis.fetch,
  changeTracedFetch: (parts: TracedFetchParts) => TracedFetch = unchanged,
): ContractGateway {
  const telemetry = createTestTelemetry({ serviceName: 'gateway', propagateTo: [activitiesUrl], fetch });
  const upstream = createUpstreamClient({
    ...upstreamLimits,
    fetch: changeTracedFetch({
      tracedFetch: telemetry.telemetry.fetch,
      telemetry: telemetry.telemetry,
      fetch,
    }),
    baseUrl: activitiesUrl,
    now,
    random: Math.random,
  });
  const app = createApp({
    config: { corsOrigins: [], rateLimitPerMinute: 0, requestTimeoutMs: 10_000, offersFaults: true },
    telemetry: telemetry.telemetry,
    activities: createActivitiesClient(upstream),
    checkReadiness: createReadinessCheck({
      fetch,
      url: `${activitiesUrl}/health`,
      timeoutMs: 10_000,
      cacheMs: 0,
      now,
    }),
    clientAddress: () => '127.0.0.1',
    now,
  });
  return { app, telemetry };
}

function unchanged({ tracedFetch }: TracedFetchParts): TracedFetch {
  return tracedFetch;
}
