import type { Telemetry } from '@cruddur/telemetry';
import { requireResponse, traceRequests } from '@cruddur/telemetry/hono';
import { Hono } from 'hono';
import type { GatewayConfig } from './config.ts';
import type { ClientAddress } from './http/client-address.ts';
import { respondWithError } from './http/error-response.ts';
import { createForwarder } from './http/forward.ts';
import { allowFrontEnds } from './middleware/allow-front-ends.ts';
import { identifyUser } from './middleware/identify-user.ts';
import { limitRate } from './middleware/limit-rate.ts';
import { protectResponses } from './middleware/protect-responses.ts';
import { createApiRoutes } from './routes/api.ts';
import { createFaultRoutes } from './routes/faults.ts';
import { createHealthRoutes } from './routes/health.ts';
import { addMethodNotAllowed } from './routes/method-not-allowed.ts';
import { createReferenceRoutes } from './routes/reference.ts';
import { createRollbarTestRoute } from './routes/rollbar-test.ts';
import type { ActivitiesClient } from './upstream/activities-client.ts';
import type { Readiness } from './upstream/readiness.ts';

export interface GatewayDependencies {
  readonly config: Pick<GatewayConfig, 'corsOrigins' | 'rateLimitPerMinute' | 'requestTimeoutMs'> &
    Partial<Pick<GatewayConfig, 'offersFaults'>>;
  readonly telemetry: Telemetry;
  readonly activities: ActivitiesClient;
  readonly checkReadiness: () => Promise<Readiness>;
  readonly clientAddress: ClientAddress;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** The public edge of Cruddur. */
export function createApp(dependencies: GatewayDependencies): Hono {
  const { activities, checkReadiness, clientAddress, config, now, telemetry } = dependencies;
  const app = new Hono();

  app.use(traceRequests(telemetry, { answer: 'always' }));
  app.use(protectResponses());
  // Before the rate limit, so that a busy client cannot make the process look dead.
  app.route('/', createHealthRoutes(checkReadiness));
  // Before it as well, so that a page can read the 429.
  app.use('/api/*', allowFrontEnds(config.corsOrigins));
  app.use(limitRate({ limitPerMinute: config.rateLimitPerMinute, clientAddress, now }));
  const identify = identifyUser();
  app.use('/api/*', identify);
  app.use('/rollbar/*', identify);
  app.use(requireResponse());

  const forwarder = createForwarder({
    log: telemetry.log,
    requestTimeoutMs: config.requestTimeoutMs,
    now,
  });
  app.route('/', createApiRoutes(activities, forwarder));
  if (config.offersFaults === true) app.route('/', createFaultRoutes(activities, forwarder));
  app.route('/', createRollbarTestRoute(telemetry));
  app.route('/', createReferenceRoutes());
  addMethodNotAllowed(app);

  app.notFound((c) => respondWithError(c, 'not_found'));
  // The error itself is reported by traceRequests, with the trace and the route that it belongs to.
  app.onError((_error, c) => respondWithError(c, 'internal_error'));
  return app;
}
