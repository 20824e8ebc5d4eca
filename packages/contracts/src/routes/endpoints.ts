/** Where an endpoint lives and who answers it. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** As OpenAPI writes it: `/api/activities/@{handle}`. */
  readonly path: string;
  /**
   * As Hono routes it. A parameter fills a whole segment there, so `handle` includes the `@`, plain or as `%40`:
   * see `toHandle`. Register in the order of the table, because static segments win over parameters only that way.
   */
  readonly routingPath: string;
  /** The gateway forwards to activities what it does not serve itself. */
  readonly servedBy: 'activities' | 'gateway';
}

export type OperationId =
  | 'homeFeed'
  | 'notifications'
  | 'search'
  | 'userFeed'
  | 'showActivity'
  | 'createActivity'
  | 'reply'
  | 'messageGroups'
  | 'messages'
  | 'createMessage'
  | 'rollbarTest'
  | 'downstreamFault'
  | 'fault';

const handleSegment = ':handle{(@|%40)[^/]*}';

export const endpoints: Readonly<Record<OperationId, Endpoint>> = {
  homeFeed: {
    method: 'GET',
    path: '/api/activities/home',
    routingPath: '/api/activities/home',
    servedBy: 'activities',
  },
  notifications: {
    method: 'GET',
    path: '/api/activities/notifications',
    routingPath: '/api/activities/notifications',
    servedBy: 'activities',
  },
  search: {
    method: 'GET',
    path: '/api/activities/search',
    routingPath: '/api/activities/search',
    servedBy: 'activities',
  },
  userFeed: {
    method: 'GET',
    path: '/api/activities/@{handle}',
    routingPath: `/api/activities/${handleSegment}`,
    servedBy: 'activities',
  },
  showActivity: {
    method: 'GET',
    path: '/api/activities/{uuid}',
    routingPath: '/api/activities/:uuid',
    servedBy: 'activities',
  },
  createActivity: {
    method: 'POST',
    path: '/api/activities',
    routingPath: '/api/activities',
    servedBy: 'activities',
  },
  reply: {
    method: 'POST',
    path: '/api/activities/{uuid}/reply',
    routingPath: '/api/activities/:uuid/reply',
    servedBy: 'activities',
  },
  messageGroups: {
    method: 'GET',
    path: '/api/message_groups',
    routingPath: '/api/message_groups',
    servedBy: 'activities',
  },
  messages: {
    method: 'GET',
    path: '/api/messages/@{handle}',
    routingPath: `/api/messages/${handleSegment}`,
    servedBy: 'activities',
  },
  createMessage: {
    method: 'POST',
    path: '/api/messages',
    routingPath: '/api/messages',
    servedBy: 'activities',
  },
  rollbarTest: { method: 'GET', path: '/rollbar/test', routingPath: '/rollbar/test', servedBy: 'gateway' },
  downstreamFault: {
    method: 'GET',
    path: '/api/faults/downstream',
    routingPath: '/api/faults/downstream',
    servedBy: 'activities',
  },
  fault: {
    method: 'GET',
    path: '/api/faults/{fault}',
    routingPath: '/api/faults/:fault',
    servedBy: 'gateway',
  },
};

/** Text of the answer of `rollbarTest`. */
export const rollbarTestBody = 'Hello World!';

/** Strips the `@` from the decoded `handle` parameter of a routing path. */
export function toHandle(parameter: string): string {
  return parameter.replace(/^@/, '');
}
