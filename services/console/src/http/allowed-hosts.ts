import type { MiddlewareHandler } from 'hono';
import { toError } from '../api/api-routes.ts';
import { isLoopback, toUrlHost } from './loopback.ts';

/**
 * Refuses requests whose `Host` is not a name of this console. A page elsewhere can point a DNS name of its own at
 * 127.0.0.1 and read what it finds there as its own origin (DNS rebinding); it cannot choose the `Host` header.
 * Listening on all addresses is a wish to be reached by other names: then IP addresses and names without a dot (containers)
 * are taken too, which public DNS cannot give to an attacker.
 */
export function allowHosts(configuredHost: string): MiddlewareHandler {
  const ownName = toUrlHost(configuredHost).toLowerCase();
  const isWildcard = ownName === '0.0.0.0' || ownName === '[::]';
  return async (c, next) => {
    const { hostname } = new URL(c.req.url);
    const isAllowed = isLoopback(hostname) || hostname === ownName || (isWildcard && isPrivateName(hostname));
    if (isAllowed) return next();
    const message = `this console does not answer to the host ${hostname}: use localhost, or set HOST to that name`;
    return c.json(toError('host_not_allowed', message), 403);
  };
}

function isPrivateName(hostname: string): boolean {
  return !hostname.includes('.') || /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname);
}
