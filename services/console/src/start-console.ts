import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { LiveFeed } from './api/live-feed.ts';
import type { XRayReceiverState } from './api/types.ts';
import { createSummaryReader } from './api/trace-summary.ts';
import { createApp } from './app.ts';
import type { ConsoleConfig } from './config.ts';
import { toServerUrl } from './http/loopback.ts';
import { createPageRoutes } from './http/page-routes.ts';
import { listen, ListenError, listenNear } from './listen.ts';
import { createCloudWatchReceiver } from './receive/cloudwatch-receiver.ts';
import { createOtlpReceiver } from './receive/otlp-receiver.ts';
import { createRollbarReceiver } from './receive/rollbar-receiver.ts';
import { watchSenders } from './receive/sender-watch.ts';
import { startXRayReceiver, type XRayReceiver } from './receive/xray-receiver.ts';
import { TraceStore } from './store/trace-store.ts';

export interface RunningConsole {
  /** Of the page and its API, without a trailing slash. */
  readonly pageUrl: string;
  readonly pagePort: number;
  /** To set as `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpUrl: string;
  readonly xrayReceiver: XRayReceiverState;
  /** To set as `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS`. */
  readonly cloudwatchUrl: string;
  /** To set as `ROLLBAR_ENDPOINT`. */
  readonly rollbarUrl: string;
  /**
   * Waits for what services that are stopped as well still send, then stops accepting, ends the live streams and lets
   * requests under way finish within `deadlineMs`.
   */
  readonly stop: (deadlineMs: number) => Promise<void>;
}

const maxBodyBytes = 16 * 1_048_576;
const portTries = 20;
/** How long the services that send here may take between one request and the next while all are being stopped. */
const senderQuietMs = 400;
const maxSenderWaitMs = 2_000;

/**
 * Starts the receivers and the page. `packageDirectory` holds `dist/page`. A taken port of the page is passed over for the next
 * free one; senders know a receiver's port beforehand, so those do not move. Without its OTLP port the console does not start;
 * without its X-Ray port it does, and says so, because a real daemon may have it for good. Throws a `ListenError`.
 */
export async function startConsole(config: ConsoleConfig, packageDirectory: string): Promise<RunningConsole> {
  const { host } = config;
  const store = new TraceStore({ maxSpans: config.maxSpans, maxBytes: config.maxBytes });
  const readSummary = createSummaryReader();
  const liveFeed = new LiveFeed({
    store,
    readSummary,
    updateIntervalMs: 250,
    heartbeatIntervalMs: 15_000,
    maxClients: 64,
    maxBufferedBytes: 4 * 1_048_576,
    now: Date.now,
  });
  let xrayState: XRayReceiverState = { state: 'off', reason: 'it is still starting' };
  let xrayReceiver: XRayReceiver | undefined;
  const otlpServer = createHttpServer(createOtlpReceiver({ store, maxBodyBytes }));
  const pageServer = createHttpServer(
    createApp({
      store,
      readSummary,
      liveFeed,
      readXRayReceiver: () => xrayState,
      cloudwatch: createCloudWatchReceiver(store, Date.now),
      rollbar: createRollbarReceiver(store, Date.now),
      host,
      page: createPageRoutes(packageDirectory),
    }),
  );
  const senders = watchSenders([otlpServer, pageServer]);
  const stop = async (deadlineMs: number): Promise<void> => {
    await senders.silence(Math.min(senderQuietMs, deadlineMs), Math.min(maxSenderWaitMs, deadlineMs));
    liveFeed.close();
    await Promise.all([
      ...[otlpServer, pageServer].map((server) => close(server, deadlineMs)),
      xrayReceiver?.stop(),
    ]);
  };
  try {
    const otlpPort = await listen(otlpServer, host, config.otlpPort, 'CRUDDUR_OTLP_PORT');
    const pagePort = await listenNear(pageServer, host, config.port, 'PORT', portTries);
    try {
      xrayReceiver = await startXRayReceiver({ store, host, port: config.xrayPort, now: Date.now });
      xrayState = { state: 'listening', daemonAddress: xrayReceiver.daemonAddress };
    } catch (error) {
      if (!(error instanceof ListenError)) throw error;
      xrayState = { state: 'off', reason: error.message };
    }
    const pageUrl = toServerUrl(host, pagePort);
    return {
      pageUrl,
      pagePort,
      otlpUrl: toServerUrl(host, otlpPort),
      xrayReceiver: xrayState,
      cloudwatchUrl: `${pageUrl}/cloudwatch`,
      rollbarUrl: `${pageUrl}/rollbar/api/1/item/`,
      stop,
    };
  } catch (error) {
    await stop(0);
    throw error;
  }
}

function createHttpServer(app: Hono): Server {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return createServer((incoming, outgoing) => void listener(incoming, outgoing));
}

async function close(server: Server, deadlineMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearTimeout(timer);
}
