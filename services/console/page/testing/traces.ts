import type { SpanToSend } from './otlp-trace.ts';

const server = (route: string, status: number): Record<string, string | number> => ({
  'http.request.method': route.split(' ')[0] ?? '',
  'http.route': route.split(' ')[1] ?? '',
  'http.response.status_code': status,
  'url.path': route.split(' ')[1] ?? '',
  'url.scheme': 'http',
  'user.id': 'andrewbrown',
});

/** The project's own first trace: a request for the home feed, through two services, with its SQL. */
export function createHomeTrace(route = 'GET /api/activities/home'): readonly SpanToSend[] {
  const [gateway, activities] = ['gateway', 'activities'];
  const query = 'select "uuid", "handle", "message" from "activities" where "expires_at" > $1';
  return [
    {
      id: 1,
      service: gateway,
      name: route,
      kind: 'server',
      startMs: 0,
      durationMs: 14.2,
      attributes: server(route, 200),
    },
    { id: 2, parent: 1, service: gateway, name: 'GET', kind: 'client', startMs: 1.1, durationMs: 12.3 },
    {
      id: 3,
      parent: 2,
      service: activities,
      name: route,
      kind: 'server',
      startMs: 1.9,
      durationMs: 10.9,
      attributes: server(route, 200),
    },
    {
      id: 4,
      parent: 3,
      service: activities,
      name: 'home-activities-mock-data',
      startMs: 2.8,
      durationMs: 9.1,
      attributes: { 'app.now': '2026-11-21T09:00:00.000Z', 'app.result_length': 3 },
    },
    {
      id: 5,
      parent: 4,
      service: activities,
      name: 'SELECT activities',
      kind: 'client',
      startMs: 3.4,
      durationMs: 7.4,
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': query },
    },
  ];
}

/** A request that fails in the second service, with an exception. */
export function createFailedTrace(): readonly SpanToSend[] {
  const exception = {
    type: 'DatabaseError',
    message: 'Connection terminated unexpectedly',
    stacktrace: [
      'DatabaseError: Connection terminated unexpectedly',
      '    at Connection.emit (node:events:508:28)',
      '    at createActivity (/app/activities/src/domain/create-activity.ts:41:11)',
    ].join('\n'),
  };
  const route = 'POST /api/activities';
  const attributes = server(route, 503);
  return [
    {
      id: 1,
      service: 'gateway',
      name: route,
      kind: 'server',
      startMs: 0,
      durationMs: 48,
      attributes,
      exception,
    },
    { id: 2, parent: 1, service: 'gateway', name: 'POST', kind: 'client', startMs: 2, durationMs: 44 },
    {
      id: 3,
      parent: 2,
      service: 'activities',
      name: route,
      kind: 'server',
      startMs: 4,
      durationMs: 40,
      attributes,
      exception,
    },
    {
      id: 4,
      parent: 3,
      service: 'activities',
      name: 'create-activity',
      startMs: 5,
      durationMs: 38,
      exception,
    },
  ];
}

/** A trace of `spanCount` spans: many small loads under one request. */
export function createLargeTrace(spanCount: number): readonly SpanToSend[] {
  const route = 'GET /api/activities/search';
  const loads = Array.from({ length: spanCount - 1 }, (_, index) => ({
    id: index + 2,
    parent: index % 4 === 0 ? 1 : index - (index % 4) + 2,
    service: ['activities', 'activities', 'search', 'cache'][index % 4] ?? 'activities',
    name: ['load-replies', 'SELECT replies', 'rank', 'get'][index % 4] ?? '',
    startMs: (index / spanCount) * 990,
    durationMs: index % 4 === 0 ? 4 : 1,
  }));
  return [
    {
      id: 1,
      service: 'gateway',
      name: route,
      kind: 'server',
      startMs: 0,
      durationMs: 1000,
      attributes: server(route, 200),
    },
    ...loads,
  ];
}
