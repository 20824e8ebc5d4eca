import type { Context as HonoContext } from 'hono';
import type { RequestFacts } from '../log/request-scope.ts';
import { forwardedClient } from './forwarded.ts';
import { headerReader, nodeBindings } from './request-info.ts';

/** What a report of an error may say of the request; read when it is reported, as few requests fail. */
export function toRequestFacts(
  c: HonoContext,
  status: number | undefined,
  trustProxy: boolean,
): RequestFacts {
  const node = nodeBindings(c);
  const header = headerReader(c, node);
  const client = trustProxy ? forwardedClient(header) : undefined;
  return {
    method: c.req.raw.method,
    url: c.req.raw.url,
    header,
    clientAddress: client ?? node.incoming?.socket?.remoteAddress,
    status,
  };
}
