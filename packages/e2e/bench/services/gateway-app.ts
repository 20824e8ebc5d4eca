import { Hono } from 'hono';
import type { Variant } from '../variants/variant.ts';

/** Asks activities for the home feed and passes its JSON on. */
export function createGatewayApp(variant: Variant, activitiesUrl: string): Hono {
  const app = new Hono();
  if (variant.middleware !== undefined) app.use(variant.middleware);
  app.get('/api/activities/home', async (context) => {
    const response = await variant.fetch(`${activitiesUrl}/api/activities/home`);
    if (!response.ok) return context.json({ code: 'upstream_failed' }, 502);
    return context.json(await response.json());
  });
  return app;
}
