import type { Attributes } from '@cruddur/trace-model';
import { userAgent, type NormalSpan } from './normal-span.ts';

export interface ConformanceCase {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** How the client reads the answer. @default to its end */
  readonly client?: 'leaves after the first byte' | 'is cut off';
  readonly spans: readonly NormalSpan[];
  /** How long the request's own span takes at least, as its body takes that long. */
  readonly atLeastMs?: number;
}

interface ServerSpan {
  readonly name: string;
  readonly path: string;
  readonly status: number;
  readonly route?: string;
  readonly more?: Attributes;
  readonly exception?: string;
  readonly parent?: string;
}

function server({ name, path, status, route, more, exception, parent = 'caller' }: ServerSpan): NormalSpan {
  const [word = ''] = name.split(' ');
  return {
    name,
    kind: 'server',
    status: exception === undefined ? 'unset' : 'error',
    parent,
    events: exception === undefined ? [] : [`exception ${exception}`],
    attributes: {
      'http.request.method': word === 'HTTP' ? '_OTHER' : word,
      'url.scheme': 'http',
      'url.path': path,
      'server.address': '127.0.0.1',
      'server.port': '<port>',
      ...(parent === 'caller' ? { 'user_agent.original': userAgent } : undefined),
      'client.address': '127.0.0.1',
      'network.peer.address': '127.0.0.1',
      'network.peer.port': '<port>',
      'network.protocol.version': '1.1',
      'http.response.status_code': status,
      ...(route === undefined ? undefined : { 'http.route': route }),
      ...(exception === undefined ? undefined : { 'error.type': exception }),
      ...more,
    },
  };
}

function internal(name: string, parent: string, attributes: Attributes = {}): NormalSpan {
  return { name, kind: 'internal', status: 'unset', parent, attributes, events: [] };
}

/** A route without parameters that answers GET with 200. */
function plain(path: string, more: Omit<Partial<ServerSpan>, 'path'> = {}): NormalSpan {
  return server({ name: `GET ${path}`, path, route: path, status: 200, ...more });
}

const thrice = <T>(value: T): readonly T[] => [value, value, value];

export const conformanceCases: readonly ConformanceCase[] = [
  {
    title: 'a route with a parameter',
    method: 'GET',
    path: '/items/1',
    spans: [server({ name: 'GET /items/:id', path: '/items/1', route: '/items/:id', status: 200 })],
  },
  {
    title: 'a query, with what is secret in it',
    method: 'GET',
    path: '/items/1?page=2&sig=secret',
    spans: [
      server({
        name: 'GET /items/:id',
        path: '/items/1',
        route: '/items/:id',
        status: 200,
        more: { 'url.query': 'page=2&sig=REDACTED' },
      }),
    ],
  },
  {
    title: 'a body that is posted',
    method: 'POST',
    path: '/items',
    body: '{"name":"one"}',
    spans: [server({ name: 'POST /items', path: '/items', route: '/items', status: 201 })],
  },
  {
    title: 'an unknown method',
    method: 'PURGE',
    path: '/items/1',
    spans: [
      server({
        name: 'HTTP /items/:id',
        path: '/items/1',
        route: '/items/:id',
        status: 204,
        more: { 'http.request.method_original': 'PURGE' },
      }),
    ],
  },
  {
    title: 'HEAD of what answers GET',
    method: 'HEAD',
    path: '/items/1',
    spans: [server({ name: 'HEAD /items/:id', path: '/items/1', route: '/items/:id', status: 200 })],
  },
  {
    title: 'HEAD of a stream',
    method: 'HEAD',
    path: '/raw-stream',
    spans: [server({ name: 'HEAD /raw-stream', path: '/raw-stream', route: '/raw-stream', status: 200 })],
  },
  {
    title: 'an unknown path',
    method: 'GET',
    path: '/nowhere',
    spans: [server({ name: 'GET', path: '/nowhere', status: 404 })],
  },
  {
    title: 'an app within the app',
    method: 'GET',
    path: '/api/v1/inner/x',
    spans: [
      server({
        name: 'GET /api/v1/inner/:name',
        path: '/api/v1/inner/x',
        route: '/api/v1/inner/:name',
        status: 200,
      }),
    ],
  },
  {
    title: 'an answer of 304',
    method: 'GET',
    path: '/not-modified',
    spans: [plain('/not-modified', { status: 304 })],
  },
  {
    title: 'a refusal, which is no failure',
    method: 'GET',
    path: '/refused',
    spans: [plain('/refused', { status: 403 })],
  },
  {
    title: 'a handler that throws',
    method: 'GET',
    path: '/fail',
    spans: [plain('/fail', { status: 500, exception: 'RangeError' })],
  },
  {
    title: 'spans within spans, side by side',
    method: 'GET',
    path: '/nested',
    spans: [
      plain('/nested'),
      internal('outer', 'server GET /nested'),
      internal('left', 'internal outer', { side: 'left' }),
      internal('right', 'internal outer', { side: 'right' }),
    ],
  },
  {
    title: 'a call to another service',
    method: 'GET',
    path: '/call',
    spans: [
      plain('/call'),
      {
        name: 'GET /items/:id',
        kind: 'client',
        status: 'unset',
        parent: 'server GET /call',
        events: [],
        attributes: {
          'http.request.method': 'GET',
          'server.address': '127.0.0.1',
          'server.port': '<port>',
          'url.full': 'http://127.0.0.1:<port>/items/7',
          'url.template': '/items/:id',
          'http.response.status_code': 200,
        },
      },
      server({
        name: 'GET /items/:id',
        path: '/items/7',
        route: '/items/:id',
        status: 200,
        parent: 'client GET /items/:id',
      }),
    ],
  },
  {
    title: 'a stream: the span ends after the last byte',
    method: 'GET',
    path: '/stream',
    atLeastMs: 55,
    spans: [plain('/stream'), ...thrice(internal('chunk', 'server GET /stream'))],
  },
  {
    title: 'server-sent events',
    method: 'GET',
    path: '/events',
    atLeastMs: 55,
    spans: [plain('/events'), ...thrice(internal('event', 'server GET /events'))],
  },
  {
    title: 'a stream in a Response of the handler',
    method: 'GET',
    path: '/raw-stream',
    atLeastMs: 55,
    spans: [plain('/raw-stream')],
  },
  {
    title: 'a body that fails on the way',
    method: 'GET',
    path: '/broken',
    client: 'is cut off',
    spans: [plain('/broken', { exception: 'RangeError' })],
  },
  {
    title: 'a client that goes away',
    method: 'GET',
    path: '/endless',
    client: 'leaves after the first byte',
    spans: [plain('/endless', { more: { 'cruddur.response.aborted': true } })],
  },
];
