import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';

/** Where `vite build` puts the page, below the package. */
const builtPage = '/dist/page';

/** Addresses below `/` that the page itself shows; `parseRoute` of the page knows what of each. */
const routedByPage = [
  '/traces/:traceId',
  '/traces/:traceId/xray',
  '/traces/:traceId/logs',
  '/errors',
  '/errors/:key',
  '/logs',
  '/drops',
  '/xray-rejected',
];

const notBuilt = `The console's page has not been built yet. Run, in the project's folder:

  npm run build:page --workspace @cruddur/console

then load this address again. The terminal view works without it: npm run trace -- last
`;

/** The built page's files: hashed assets for ever, `index.html` for each address that the page itself routes. */
export function createPageRoutes(packageDirectory: string): Hono {
  const page = new Hono();
  const files = (path?: string): MiddlewareHandler =>
    serveStatic({
      root: packageDirectory,
      rewriteRequestPath: (requestPath) => builtPage + requestPath,
      ...(path === undefined ? {} : { path: builtPage + path }),
    });
  const index = files('/index.html');

  page.use(async (c, next) => {
    await next();
    if (!c.res.ok) return;
    const isHashed = c.req.path.startsWith('/assets/');
    c.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  page.get('/', index, (c) => c.text(notBuilt, 503));
  for (const path of routedByPage) {
    page.get(path, index, (c) => c.text(notBuilt, 503));
  }
  page.use(files());
  page.all('*', (c) => c.text(`There is nothing at ${c.req.path}. The list of traces is at /\n`, 404));
  return page;
}
