import { Hono } from 'hono';
import { respondWithError } from '../http/error-response.ts';
import type { Readiness } from '../upstream/readiness.ts';

/** For whoever keeps the process running: `/health` while it lives, `/ready` while it can do its work. */
export function createHealthRoutes(checkReadiness: () => Promise<Readiness>): Hono {
  return new Hono()
    .get('/health', (c) => c.json({ status: 'alive' }))
    .get('/ready', async (c) => {
      const readiness = await checkReadiness();
      return readiness.ready
        ? c.json({ status: 'ready' })
        : respondWithError(c, 'not_ready', { 'retry-after': '1' });
    });
}
