import { SpanKind, type Attributes, type AttributeValue } from '@opentelemetry/api';
import { toText } from './to-text.ts';

/**
 * The URL of a request: as the span has it, else put together from its parts, by the stable names and the old ones.
 * Undefined without a host.
 */
export function requestUrl(attributes: Attributes, kind: SpanKind): string | undefined {
  const full = toText(attributes['url.full'] ?? attributes['http.url']);
  if (full !== undefined) return full;
  const scheme = toText(attributes['url.scheme'] ?? attributes['http.scheme']) ?? 'http';
  const authority = hostHeader(attributes) ?? peerAuthority(attributes, kind, scheme);
  return authority === undefined ? undefined : `${scheme}://${authority}${pathAndQuery(attributes)}`;
}

/** `http.host` is what the `Host` header says, port included. */
function hostHeader(attributes: Attributes): string | undefined {
  return toText(attributes['http.host']);
}

function peerAuthority(attributes: Attributes, kind: SpanKind, scheme: string): string | undefined {
  const isServer = kind === SpanKind.SERVER;
  const host = isServer ? serverHost(attributes) : clientHost(attributes);
  if (host === undefined) return undefined;
  const port =
    attributes['server.port'] ?? (isServer ? attributes['net.host.port'] : attributes['net.peer.port']);
  return toUrlHost(host) + toPortSuffix(port, scheme);
}

function serverHost(attributes: Attributes): string | undefined {
  return (
    toText(attributes['server.address']) ??
    toText(attributes['http.server_name']) ??
    toText(attributes['net.host.name']) ??
    toText(attributes['host.name'])
  );
}

function clientHost(attributes: Attributes): string | undefined {
  return (
    toText(attributes['server.address']) ??
    toText(attributes['net.peer.name']) ??
    toText(attributes['net.peer.ip'])
  );
}

/** An IPv6 address stands in brackets (RFC 3986, section 3.2.2). */
export function toUrlHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** Nothing for the scheme's own port, and for what is no port. */
function toPortSuffix(port: AttributeValue | undefined, scheme: string): string {
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return '';
  const isDefault = port === 80 ? scheme === 'http' : port === 443 && scheme === 'https';
  return isDefault ? '' : `:${port}`;
}

function pathAndQuery(attributes: Attributes): string {
  const path = toText(attributes['url.path'] ?? attributes['http.target']) ?? '/';
  const query = toText(attributes['url.query']);
  const rooted = path.startsWith('/') ? path : `/${path}`;
  if (query === undefined) return rooted;
  return query.startsWith('?') ? rooted + query : `${rooted}?${query}`;
}
