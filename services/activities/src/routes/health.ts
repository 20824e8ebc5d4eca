import { Hono } from 'hono';
import type { Dependencies } from '../dependencies.ts';
import { errorResponse } from '../http/error-response.ts';

/** `/health`: the process is alive. `/ready`: the database answers too, so traffic may come. */
export function createHealthRoutes({ store, telemetry }: Dependencies): Hono {
  const app = new Hono();

  app.get('/health', (context) => context.json({ status: 'ok' }));

  app.get('/ready', async (context) => {
    try {
      await store.ping();
      return context.json({ status: 'ok' });
    } catch (error) {
      telemetry.log.warn('not ready: the database does not answer', { 'error.message': String(error) });
      return errorResponse(context, 'not_ready');
    }
  });

  return app;
}
