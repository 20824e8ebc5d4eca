import { createServer } from 'node:http';
import { createTestTelemetry, type TestTelemetry } from '@cruddur/telemetry/testing';
import { getRequestListener } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createApp, type GatewayDependencies } from '../app.ts';
import { trustLastProxy } from '../http/client-address.ts';
import { createActivitiesClient } from '../upstream/activities-client.ts';
import { createReadinessCheck } from '../upstream/readiness.ts';
import { createUpstreamClient, type UpstreamClientOptions } from '../upstream/upstream-client.ts';
import { upstreamLimits } from '../upstream/upstream-limits.ts';

export interface TestGateway extends TestTelemetry {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

export interface TestGatewayOptions {
  readonly config?: Partial<GatewayDependencies['config']>;
  readonly upstream?: Partial<UpstreamClientOptions>;
  readonly trustProxy?: boolean;
  readonly probeTimeoutMs?: number;
  readonly now?: () => number;
}

/** The whole gateway behind a real socket, with telemetry in memory. */
export async function startGateway(
  upstreamUrl: string,
  options: TestGatewayOptions = {},
): Promise<TestGateway> {
  const now = options.now ?? (() => performance.now());
  const testTelemetry = createTestTelemetry({
    serviceName: 'gateway',
    propagateTo: [new URL(upstreamUrl).origin],
  });
  const { telemetry } = testTelemetry;
  const upstream = createUpstreamClient({
    ...upstreamLimits,
    attemptTimeoutMs: 30_000,
    retry: { maxRetries: 2, baseDelayMs: 1, maxDelayMs: 2 },
    fetch: telemetry.fetch,
    baseUrl: upstreamUrl,
    now,
    random: Math.random,
    ...options.upstream,
  });
  const app = createApp({
    config: {
      corsOrigins: ['http://localhost:3000'],
      rateLimitPerMinute: 0,
      requestTimeoutMs: 30_000,
      ...options.config,
    },
    telemetry,
    activities: createActivitiesClient(upstream),
    checkReadiness: createReadinessCheck({
      fetch: globalThis.fetch,
      url: `${upstreamUrl}/health`,
      timeoutMs: options.probeTimeoutMs ?? 30_000,
      cacheMs: 1000,
      now,
    }),
    clientAddress:
      options.trustProxy === true ? trustLastProxy(() => '127.0.0.1') : (c) => getConnInfo(c).remote.address,
    now,
  });
  const listener = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected to listen on a TCP port');
  return {
    ...testTelemetry,
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
