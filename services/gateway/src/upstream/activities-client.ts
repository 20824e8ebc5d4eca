import { endpoints, type OperationId } from '@cruddur/contracts';
import type { UpstreamCall, UpstreamClient } from './upstream-client.ts';
import type { UpstreamReply, UpstreamRequest } from './upstream-exchange.ts';

/** Who asks, how long they wait, and whether they are still there. */
export interface Caller extends UpstreamCall {
  readonly userHandle: string;
}

/** Every operation of the activities service. Bodies are JSON text, which passes through as it came. */
export interface ActivitiesClient {
  readonly homeFeed: (caller: Caller) => Promise<UpstreamReply>;
  readonly notifications: (caller: Caller) => Promise<UpstreamReply>;
  readonly search: (caller: Caller, term: string) => Promise<UpstreamReply>;
  readonly userFeed: (caller: Caller, handle: string) => Promise<UpstreamReply>;
  readonly showActivity: (caller: Caller, uuid: string) => Promise<UpstreamReply>;
  readonly createActivity: (caller: Caller, body: string) => Promise<UpstreamReply>;
  readonly reply: (caller: Caller, uuid: string, body: string) => Promise<UpstreamReply>;
  readonly messageGroups: (caller: Caller) => Promise<UpstreamReply>;
  readonly messages: (caller: Caller, handle: string) => Promise<UpstreamReply>;
  readonly createMessage: (caller: Caller, body: string) => Promise<UpstreamReply>;
  /** Fails always. */
  readonly downstreamFault: (caller: Caller) => Promise<UpstreamReply>;
}

export function createActivitiesClient(upstream: UpstreamClient): ActivitiesClient {
  const send = (
    operationId: OperationId,
    caller: Caller,
    request: Partial<Pick<UpstreamRequest, 'path' | 'body'>> = {},
  ): Promise<UpstreamReply> => {
    const { method, path } = endpoints[operationId];
    return upstream.send(
      { method, path, urlTemplate: path, userHandle: caller.userHandle, ...request },
      caller,
    );
  };

  return {
    homeFeed: (caller) => send('homeFeed', caller),
    notifications: (caller) => send('notifications', caller),
    search: (caller, term) =>
      send('search', caller, { path: `${endpoints.search.path}?${new URLSearchParams({ term })}` }),
    userFeed: (caller, handle) => send('userFeed', caller, { path: toPath('userFeed', handle) }),
    showActivity: (caller, uuid) => send('showActivity', caller, { path: toPath('showActivity', uuid) }),
    createActivity: (caller, body) => send('createActivity', caller, { body }),
    reply: (caller, uuid, body) => send('reply', caller, { path: toPath('reply', uuid), body }),
    messageGroups: (caller) => send('messageGroups', caller),
    messages: (caller, handle) => send('messages', caller, { path: toPath('messages', handle) }),
    createMessage: (caller, body) => send('createMessage', caller, { body }),
    downstreamFault: (caller) => send('downstreamFault', caller),
  };
}

/** Fills the one parameter of an endpoint's path. */
function toPath(operationId: OperationId, parameter: string): string {
  return endpoints[operationId].path.replace(/\{\w+\}/, () => encodeURIComponent(parameter));
}
