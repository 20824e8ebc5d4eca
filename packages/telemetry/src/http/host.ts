export interface HostAndPort {
  readonly address: string;
  readonly port: number | undefined;
}

/** Splits the authority of a URL or a `Host` header; the brackets of an IPv6 address are taken off. */
export function parseHost(host: string): HostAndPort {
  const colon = host.lastIndexOf(':');
  const hasPort = colon > host.lastIndexOf(']') && /^\d{1,5}$/.test(host.slice(colon + 1));
  const address = hasPort ? host.slice(0, colon) : host;
  return {
    address: address.startsWith('[') && address.endsWith(']') ? address.slice(1, -1) : address,
    port: hasPort ? Number(host.slice(colon + 1)) : undefined,
  };
}
