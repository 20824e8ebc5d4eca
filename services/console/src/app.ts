import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { createApiRoutes, toError, type ApiDependencies } from './api/api-routes.ts';
import { allowHosts } from './http/allowed-hosts.ts';

export interface AppDependencies extends ApiDependencies {
  /** The address that the console listens on. */
  readonly host: string;
  /** What answers outside `/api`. */
  readonly page: Hono;
}

/** The page, the API that it reads, and the vendors' APIs that speak HTTP, each below a path of its own. */
export function createApp({ host, page, ...api }: AppDependencies): Hono {
  const app = new Hono();

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      // Plain HTTP on this machine: a browser must not remember to insist on TLS for localhost.
      strictTransportSecurity: false,
    }),
  );
  // Before the check of the host: probes come by address.
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.get('/ready', (c) => c.json({ status: 'ready' }));
  app.use(allowHosts(host));
  app.route('/api', createApiRoutes(api));
  for (const vendor of ['cloudwatch', 'rollbar'] as const) {
    app.all(`/${vendor}`, (c) => api[vendor].fetch(c.req.raw));
    app.all(`/${vendor}/*`, (c) => api[vendor].fetch(c.req.raw));
  }
  app.route('/', page);
  app.onError((error, c) => {
    console.error(error);
    return c.json(toError('internal_error', 'the console failed; its terminal says why'), 500);
  });
  return app;
}
