import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { parseHost } from '../../http/host.ts';

// Each by its stable name first, then by those of the semantic conventions before 1.21: other people's
// instrumentations still use them.

export function requestMethod(attributes: Attributes): string | undefined {
  return (
    textOf(attributes['http.request.method_original']) ??
    textOf(attributes['http.request.method']) ??
    textOf(attributes['http.method'])
  );
}

/** Without query: rules are for paths. */
export function requestPath(attributes: Attributes): string | undefined {
  const path = textOf(attributes['url.path']);
  if (path !== undefined) return path;
  const url =
    textOf(attributes['http.target']) ?? textOf(attributes['url.full']) ?? textOf(attributes['http.url']);
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
  const address = textOf(attributes['server.address']);
  if (address !== undefined) return { address, port: portOf(attributes['server.port']) };
  const header = textOf(attributes['http.host']);
  if (header !== undefined) return parseHost(header);
  return {
    address:
      textOf(attributes['http.server_name']) ??
      textOf(attributes['net.host.name']) ??
      textOf(attributes['net.peer.name']),
    port: portOf(attributes['net.host.port']) ?? portOf(attributes['net.peer.port']),
  };
}

function textOf(value: AttributeValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function portOf(value: AttributeValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
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
