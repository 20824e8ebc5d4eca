import type { Context } from 'hono';

/** The address that a request came from, or undefined where the runtime does not tell. */
export type ClientAddress = (c: Context) => string | undefined;

/**
 * Behind a proxy that we run, the connection is the proxy's and the last entry of `X-Forwarded-For` is what that
 * proxy saw. Earlier entries are whatever the client wrote, so they are never believed.
 */
export function trustLastProxy(connectionAddress: ClientAddress): ClientAddress {
  return (c) => {
    const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
    return forwarded === undefined || forwarded === '' ? connectionAddress(c) : forwarded;
  };
}

/**
 * What counts as one client: an IPv4 address, or the /64 of an IPv6 address, because a single household or machine
 * is given a whole /64 to choose from.
 */
export function toClientNetwork(address: string): string {
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = (plain.split('%')[0] ?? plain).split('::');
  const headGroups = head === '' ? [] : head.split(':');
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - headGroups.length - tailGroups.length);
  const groups = [...headGroups, ...Array<string>(zeros).fill('0'), ...tailGroups];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
