import { limits } from '@cruddur/contracts';
import { requireResponse, traceRequests } from '@cruddur/telemetry/hono';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Dependencies } from './dependencies.ts';
import { requireCaller } from './http/caller.ts';
import { errorResponse } from './http/error-response.ts';
import { createActivityRoutes } from './routes/activities.ts';
import { createFaultRoutes } from './routes/faults.ts';
import { createHealthRoutes } from './routes/health.ts';
import { createMessageRoutes } from './routes/messages.ts';
import { createOtherMethodRoutes } from './routes/other-methods.ts';

/** The activities service as a Web-standard `fetch` handler. */
export function createApp(deps: Dependencies): Hono {
  const app = new Hono();
  app.use(traceRequests(deps.telemetry));
  app.use(
    bodyLimit({
      maxSize: limits.bodyBytes,
      onError: (context) => errorResponse(context, 'body_too_large'),
    }),
  );
  app.use('/api/*', requireCaller);
  app.use(requireResponse());

  app.route('/', createHealthRoutes(deps));
  app.route('/', createActivityRoutes(deps));
  app.route('/', createMessageRoutes(deps));
  if (deps.offersFaults === true) app.route('/', createFaultRoutes(deps));
  app.route('/', createOtherMethodRoutes(deps));

  app.notFound((context) => errorResponse(context, 'not_found'));
  app.onError((error, context) => {
    deps.telemetry.reportError(error, { 'http.route': context.req.routePath });
    return errorResponse(context, 'internal_error');
  });
  return app;
}
