import type { AddressInfo, Server } from 'node:net';

/** The port on which `server` listens. */
export function portOf(server: { readonly address: () => ReturnType<Server['address']> }): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a TCP port');
  return address.port;
}
