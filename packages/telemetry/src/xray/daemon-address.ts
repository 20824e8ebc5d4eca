/** One end of the X-Ray daemon, or of whatever listens in its place. */
export interface HostAndPort {
  /** A name or an IPv4 address. */
  readonly host: string;
  readonly port: number;
}

export interface DaemonAddress {
  /** Takes segment documents. */
  readonly udp: HostAndPort;
  /** Signs and forwards calls to X-Ray, such as those for sampling rules. */
  readonly tcp: HostAndPort;
}

export type DaemonAddressResult =
  | { readonly ok: true; readonly address: DaemonAddress }
  | { readonly ok: false; readonly expected: string };

/** Where the daemon and the CloudWatch agent listen unless told otherwise. */
export const defaultDaemonAddress: DaemonAddress = {
  udp: { host: '127.0.0.1', port: 2000 },
  tcp: { host: '127.0.0.1', port: 2000 },
};

const forms = 'host:port, or "tcp:host:port udp:host:port" in either order';
const hostName = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?$/i;
const maxHostLength = 253;

/**
 * Reads `AWS_XRAY_DAEMON_ADDRESS` in the forms of the X-Ray SDKs: `host:port` for both ends, or each end with its
 * protocol. `expected` of a refusal says what is wrong with the text.
 */
export function parseDaemonAddress(text: string): DaemonAddressResult {
  const parts = text.trim().split(/\s+/);
  const [first = '', second] = parts;
  if (parts.length > 2) return refuse(`${forms}; not more than two addresses`);
  if (parts.some((part) => part.includes('://'))) return refuse(`${forms}; without a scheme`);
  if (parts.some(isIPv6)) return refuse(`${forms}; the daemon protocol knows no IPv6`);
  if (second === undefined) return parseBoth(first);
  return parseEach(first, second);
}

function parseBoth(text: string): DaemonAddressResult {
  if (splitProtocol(text) !== undefined)
    return refuse(`${forms}; an address with tcp: or udp: needs the other one beside it`);
  const end = parseHostAndPort(text);
  return end === undefined ? refuse(describeEnd()) : { ok: true, address: { udp: end, tcp: end } };
}

function parseEach(first: string, second: string): DaemonAddressResult {
  const ends = [splitProtocol(first), splitProtocol(second)];
  const udp = ends.find((end) => end?.protocol === 'udp');
  const tcp = ends.find((end) => end?.protocol === 'tcp');
  if (udp === undefined || tcp === undefined)
    return refuse(`${forms}; of two addresses one is for tcp: and one for udp:`);
  const address = { udp: parseHostAndPort(udp.rest), tcp: parseHostAndPort(tcp.rest) };
  return address.udp === undefined || address.tcp === undefined
    ? refuse(describeEnd())
    : { ok: true, address: { udp: address.udp, tcp: address.tcp } };
}

/** A host that is called `tcp` or `udp` cannot be told from a protocol, and is taken for one. */
function splitProtocol(text: string): { readonly protocol: string; readonly rest: string } | undefined {
  const match = /^(tcp|udp):(.*)$/i.exec(text);
  return match === null ? undefined : { protocol: match[1]?.toLowerCase() ?? '', rest: match[2] ?? '' };
}

function parseHostAndPort(text: string): HostAndPort | undefined {
  const [host = '', portText = '', ...more] = text.split(':');
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  const isHost = host.length <= maxHostLength && hostName.test(host) && isNameOrIPv4(host);
  return isHost && port >= 1 && port <= 65_535 && more.length === 0 ? { host, port } : undefined;
}

/** Digits and dots alone are an address, and then a whole one: resolvers take `127.1` and `1` for addresses too. */
function isNameOrIPv4(host: string): boolean {
  if (!/^[\d.]+$/.test(host)) return true;
  const numbers = host.split('.');
  return (
    numbers.length === 4 &&
    numbers.every((number) => /^(0|[1-9]\d{0,2})$/.test(number) && Number(number) < 256)
  );
}

function isIPv6(text: string): boolean {
  const { rest } = splitProtocol(text) ?? { rest: text };
  return rest.includes('[') || rest.split(':').length > 2;
}

function describeEnd(): string {
  return `${forms}; host is a name or an IPv4 address, port from 1 to 65535`;
}

function refuse(expected: string): DaemonAddressResult {
  return { ok: false, expected };
}
