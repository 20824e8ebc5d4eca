import { SpanKind, trace } from '@opentelemetry/api';
import { Hono, type MiddlewareHandler } from 'hono';
import { every, except, some } from 'hono/combine';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { validator } from 'hono/validator';
import { describe, expect, test } from 'vitest';
import type { Telemetry } from '../telemetry.ts';
import { createTestTelemetry } from '../testing.ts';
import { runApp, runtimes } from './fixtures/run-app.ts';
import { traceRequests } from './trace-requests.ts';

interface RouteCase {
  readonly name: string;
  /** Adds the routes to an app that traces its requests. */
  readonly routes: (app: Hono, telemetry: Telemetry) => void;
  /** Method and path. @default GET */
  readonly request: string;
  readonly status: number;
  readonly route: string | undefined;
}

const pass: MiddlewareHandler = async (_c, next) => next();
const refuse: MiddlewareHandler = async (c, _next) => c.text('no', 401);
const openCatchAll: MiddlewareHandler = async (_c, next) => {
  await next();
};

const cases: readonly RouteCase[] = [
  {
    name: 'a handler',
    routes: (app) => app.get('/items/:id', (c) => c.text('')),
    request: 'GET /items/7',
    status: 200,
    route: '/items/:id',
  },
  {
    name: 'the root',
    routes: (app) => app.get('/', (c) => c.text('')),
    request: 'GET /',
    status: 200,
    route: '/',
  },
  {
    name: 'nothing that matches',
    routes: () => undefined,
    request: 'GET /none',
    status: 404,
    route: undefined,
  },
  {
    name: 'nothing behind middleware on a path',
    routes: (app) => app.use('/api/*', pass),
    request: 'GET /api/none',
    status: 404,
    route: undefined,
  },
  {
    name: 'a method that the path does not have',
    routes: (app) => app.get('/items', (c) => c.text('')),
    request: 'POST /items',
    status: 404,
    route: undefined,
  },
  {
    name: 'methodNotAllowed',
    routes: (app) => app.use(methodNotAllowed({ app })).get('/items', (c) => c.text('')),
    request: 'POST /items',
    status: 405,
    route: undefined,
  },
  {
    name: 'a 405 from an app.all of its own behind the real routes',
    routes: (app) => app.get('/items', (c) => c.text('')).all('/items', (c) => c.text('', 405)),
    request: 'POST /items',
    status: 405,
    route: '/items',
  },
  {
    name: 'a guard that answers instead of the handler',
    routes: (app) => app.use('/guard/*', refuse).get('/guard/:x', (c) => c.text('')),
    request: 'GET /guard/1',
    status: 401,
    route: '/guard/:x',
  },
  {
    name: 'a guard before a handler with a catch-all behind it',
    routes: (app) =>
      app
        .use(refuse)
        .get('/items/:id', (c) => c.text(''))
        .get('*', (c) => c.text('page')),
    request: 'GET /items/1',
    status: 401,
    route: '/items/:id',
  },
  {
    name: 'a guard with nothing behind it',
    routes: (app) => app.use('/guard/*', refuse),
    request: 'GET /guard/1',
    status: 401,
    route: undefined,
  },
  {
    name: 'a guard that hides a handler behind a 404',
    routes: (app) =>
      app.use('/admin/*', async (c, _next) => c.text('', 404)).get('/admin/:page', (c) => c.text('')),
    request: 'GET /admin/1',
    status: 404,
    route: '/admin/:page',
  },
  {
    name: 'an early get that goes on with next',
    routes: (app) => app.get('/early/*', openCatchAll).get('/early/:id', (c) => c.text('')),
    request: 'GET /early/1',
    status: 200,
    route: '/early/:id',
  },
  {
    name: 'an early get that goes on with next to nothing',
    routes: (app) => app.get('/early/*', openCatchAll),
    request: 'GET /early/1',
    status: 404,
    route: undefined,
  },
  {
    name: 'a static file that is there',
    routes: (app) => app.get('/*', async (c, _next) => c.body('file')),
    request: 'GET /logo.svg',
    status: 200,
    route: '/*',
  },
  {
    name: 'a static file that is not there',
    routes: (app) => app.get('/*', openCatchAll),
    request: 'GET /logo.svg',
    status: 404,
    route: undefined,
  },
  {
    name: 'a static file that is not there, with middleware behind',
    routes: (app) => app.get('/*', openCatchAll).use('/files/*', pass),
    request: 'GET /files/logo.svg',
    status: 404,
    route: undefined,
  },
  {
    name: 'a wildcard handler',
    routes: (app) => app.get('*', (c) => c.html('<p>')),
    request: 'GET /any/page',
    status: 200,
    route: '/*',
  },
  {
    name: 'a handler that finds no such item',
    routes: (app) => app.get('/items/:id', (c) => c.notFound()),
    request: 'GET /items/7',
    status: 404,
    route: '/items/:id',
  },
  {
    name: 'a handler that takes next and finds no such item',
    routes: (app) => app.get('/items/:id', async (c, _next) => c.json({}, 404)),
    request: 'GET /items/7',
    status: 404,
    route: '/items/:id',
  },
  {
    name: 'basePath',
    routes: (app) => app.basePath('/api').get('/items/:id', (c) => c.text('')),
    request: 'GET /api/items/7',
    status: 200,
    route: '/api/items/:id',
  },
  {
    name: 'route in route',
    routes: (app) => {
      const items = new Hono().get('/:id', (c) => c.text(''));
      app.route('/api', new Hono().route('/items', items));
    },
    request: 'GET /api/items/7',
    status: 200,
    route: '/api/items/:id',
  },
  {
    name: 'a sub-app with an onError of its own, its handler answering',
    routes: (app) =>
      app.route(
        '/sub',
        new Hono().get('/:id', (c) => c.text('')).onError((_e, c) => c.text('', 418)),
      ),
    request: 'GET /sub/7',
    status: 200,
    route: '/sub/:id',
  },
  {
    name: 'a sub-app with an onError of its own, its handler throwing',
    routes: (app) => {
      const sub = new Hono().get('/:id', () => {
        throw new Error('in the sub-app');
      });
      app.route(
        '/sub',
        sub.onError((_error, c) => c.text('', 418)),
      );
    },
    request: 'GET /sub/7',
    status: 418,
    route: '/sub/:id',
  },
  {
    name: 'a sub-app with an onError of its own, its middleware answering',
    routes: (app) => {
      const sub = new Hono().use(refuse).get('/:id', (c) => c.text(''));
      app.route(
        '/sub',
        sub.onError((_error, c) => c.text('', 418)),
      );
    },
    request: 'GET /sub/7',
    status: 401,
    route: '/sub/:id',
  },
  {
    name: 'a sub-app that traces too',
    routes: (app, telemetry) =>
      app.route(
        '/sub',
        new Hono().use(traceRequests(telemetry)).get('/:id', (c) => c.text('')),
      ),
    request: 'GET /sub/7',
    status: 200,
    route: '/sub/:id',
  },
  {
    name: 'a mounted app that traces too',
    routes: (app, telemetry) => {
      const inner = new Hono().use(traceRequests(telemetry)).get('/items/:id', (c) => c.text(''));
      app.mount('/m', inner.fetch);
    },
    request: 'GET /m/items/7',
    status: 200,
    route: '/m/items/:id',
  },
  {
    name: 'the root of a mounted app that traces too',
    routes: (app, telemetry) => {
      const inner = new Hono().use(traceRequests(telemetry)).get('/', (c) => c.text(''));
      app.mount('/m', inner.fetch);
    },
    request: 'GET /m',
    status: 200,
    route: '/m',
  },
  {
    name: 'the root of an app mounted at a parameter',
    routes: (app, telemetry) => {
      const inner = new Hono().use(traceRequests(telemetry)).get('/', (c) => c.text(''));
      app.mount('/tenants/:tenant', inner.fetch);
    },
    request: 'GET /tenants/acme',
    status: 200,
    route: '/tenants/:tenant',
  },
  {
    name: 'nothing that matches in a mounted app that traces too',
    routes: (app, telemetry) => app.mount('/m', new Hono().use(traceRequests(telemetry)).fetch),
    request: 'GET /m/none',
    status: 404,
    route: undefined,
  },
  {
    name: 'a mounted app that does not trace',
    routes: (app) => app.mount('/m', new Hono().get('/items/:id', (c) => c.text('')).fetch),
    request: 'GET /m/items/7',
    status: 200,
    route: undefined,
  },
  {
    name: 'every, all letting through',
    routes: (app) => app.use('/api/*', every(pass, pass)).get('/api/:id', (c) => c.text('')),
    request: 'GET /api/7',
    status: 200,
    route: '/api/:id',
  },
  {
    name: 'every, one refusing',
    routes: (app) => app.use('/api/*', every(pass, refuse)).get('/api/:id', (c) => c.text('')),
    request: 'GET /api/7',
    status: 401,
    route: '/api/:id',
  },
  {
    name: 'some',
    routes: (app) =>
      app
        .use(
          '/api/*',
          some(() => false, pass),
        )
        .get('/api/:id', (c) => c.text('')),
    request: 'GET /api/7',
    status: 200,
    route: '/api/:id',
  },
  {
    name: 'except, on an excepted path',
    routes: (app) => app.use(except('/api/open', refuse)).get('/api/:id', (c) => c.text('')),
    request: 'GET /api/open',
    status: 200,
    route: '/api/:id',
  },
  {
    name: 'except, on another path',
    routes: (app) => app.use(except('/api/open', every(refuse))).get('/api/:id', (c) => c.text('')),
    request: 'GET /api/closed',
    status: 401,
    route: '/api/:id',
  },
  {
    name: 'app.all',
    routes: (app) => app.all('/any/:id', (c) => c.text('')),
    request: 'DELETE /any/7',
    status: 200,
    route: '/any/:id',
  },
  {
    name: 'app.on with a method of its own',
    routes: (app) => app.on('PURGE', '/cache/:key', (c) => c.text('')),
    request: 'PURGE /cache/7',
    status: 200,
    route: '/cache/:key',
  },
  {
    name: 'HEAD of a get',
    routes: (app) => app.get('/items/:id', (c) => c.text('')),
    request: 'HEAD /items/7',
    status: 200,
    route: '/items/:id',
  },
  {
    name: 'a parameter with a regular expression',
    routes: (app) => app.get('/posts/:date{[0-9]+}/:slug{[a-z]+}', (c) => c.text('')),
    request: 'GET /posts/2026/abc',
    status: 200,
    route: '/posts/:date{[0-9]+}/:slug{[a-z]+}',
  },
  {
    name: 'an optional parameter that is there',
    routes: (app) => app.get('/animals/:kind?', (c) => c.text('')),
    request: 'GET /animals/cat',
    status: 200,
    route: '/animals/:kind?',
  },
  {
    name: 'an optional parameter that is not there',
    routes: (app) => app.get('/animals/:kind?', (c) => c.text('')),
    request: 'GET /animals',
    status: 200,
    route: '/animals/:kind?',
  },
  {
    name: 'validators before a handler, letting through',
    routes: (app) =>
      app.get(
        '/items/:id',
        validator('param', () => ({})),
        validator('query', () => ({})),
        (c) => c.text(''),
      ),
    request: 'GET /items/7',
    status: 200,
    route: '/items/:id',
  },
  {
    name: 'validators before a handler, refusing',
    routes: (app) =>
      app.get(
        '/items/:id',
        validator('param', (_value, c) => c.json({}, 422)),
        (c) => c.text(''),
      ),
    request: 'GET /items/7',
    status: 422,
    route: '/items/:id',
  },
  {
    name: 'a route that the app has set on the span',
    routes: (app) =>
      app.get('/proxy/*', (c) => {
        trace.getActiveSpan()?.setAttribute('http.route', '/proxy/{target}');
        return c.text('');
      }),
    request: 'GET /proxy/7',
    status: 200,
    route: '/proxy/{target}',
  },
  {
    name: 'an error nobody handles',
    routes: (app) =>
      app
        .get('/broken/:id', () => {
          throw new Error('broken');
        })
        .onError((_error, c) => c.text('', 500)),
    request: 'GET /broken/7',
    status: 500,
    route: '/broken/:id',
  },
];

describe.each(runtimes)('http.route on %s', (runtime) => {
  test.each(cases)('$name', async ({ routes, request, status, route }) => {
    const { telemetry, spansWhen } = createTestTelemetry();
    const app = new Hono().use(traceRequests(telemetry));
    routes(app, telemetry);
    await using server = await runApp(runtime, app);
    const [method = '', path = ''] = request.split(' ');

    const response = await server.fetch(path, { method });
    await response.text();
    const spans = await spansWhen(1);

    expect(response.status).toBe(status);
    // Nobody's tracer sees PURGE as a method that it knows.
    const nameStart = method === 'PURGE' ? 'HTTP' : method;
    expect(spans.map(({ kind, name, attributes }) => [kind, name, attributes['http.route']])).toEqual([
      [SpanKind.SERVER, route === undefined ? nameStart : `${nameStart} ${route}`, route],
    ]);
  });
});

test('a sub-app that alone traces has its prefix in the route', async () => {
  const { telemetry, spans } = createTestTelemetry();
  const sub = new Hono().use(traceRequests(telemetry)).get('/:id', (c) => c.text(''));
  await new Hono().route('/sub', sub).request('/sub/7');
  expect(spans().map(({ name }) => name)).toEqual(['GET /sub/:id']);
});
