import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { isLoopback } from '../http/loopback.ts';

const maxAgeSeconds = 7_200;

/** Refuses browsers that come from a page which this machine did not serve. */
export const refuseForeignPages: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  if (origin === undefined || isLocalOrigin(origin)) return next();
  const message = `pages of ${origin} may not send anything here: only pages served from localhost may`;
  return c.json({ code: 7, message }, 403);
};

/** Tells browsers that pages of this machine may send. */
export const allowLocalPages: MiddlewareHandler = cors({
  origin: (origin) => (isLocalOrigin(origin) ? origin : undefined),
  allowMethods: ['POST'],
  maxAge: maxAgeSeconds,
});

function isLocalOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname);
}
