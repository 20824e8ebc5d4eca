import type { Attributes } from '@opentelemetry/api';
import { parseHost } from '../../http/host.ts';

// Each by its stable name first, then by those of the semantic conventions before 1.21: other people's
// instrumentations still use them.

export function requestMethod(attributes: Attributes): string | undefined {
  return firstText(attributes, 'http.request.method_original', 'http.request.method', 'http.method');
}

/** Without query: rules are for paths. */
export function requestPath(attributes: Attributes): string | undefined {
  const path = firstText(attributes, 'url.path', 'http.target');
  if (path !== undefined) return pathOf(path);
  const url = firstText(attributes, 'url.full', 'http.url');
  return url === undefined ? undefined : pathOf(url);
}

export interface RequestHost {
  readonly name: string;
  /** The name with its port, as a `Host` header has it; undefined when no port is known. */
  readonly withPort: string | undefined;
}

export function requestHost(attributes: Attributes): RequestHost | undefined {
  const { address, port } = hostAndPort(attributes);
  if (address === undefined) return undefined;
  if (port === undefined) return { name: address, withPort: undefined };
  return { name: address, withPort: `${address.includes(':') ? `[${address}]` : address}:${port}` };
}

function hostAndPort(attributes: Attributes): {
  readonly address: string | undefined;
  readonly port: number | undefined;
} {
  const address = firstText(attributes, 'server.address');
  const header = address === undefined ? firstText(attributes, 'http.host') : undefined;
  if (header !== undefined) return parseHost(header);
  return {
    address: address ?? firstText(attributes, 'http.server_name', 'net.host.name', 'net.peer.name'),
    port: [attributes['server.port'], attributes['net.host.port'], attributes['net.peer.port']].find(
      (value) => typeof value === 'number',
    ),
  };
}

function firstText(attributes: Attributes, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** The path of a URL or of a request target. */
function pathOf(url: string): string {
  const beforeQuery = url.search(/[?#]/);
  const location = beforeQuery < 0 ? url : url.slice(0, beforeQuery);
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(location)?.[0];
  if (scheme === undefined) return location;
  const start = location.indexOf('/', scheme.length);
  return start < 0 ? '/' : location.slice(start);
}
