import type { Attributes } from '@opentelemetry/api';
import { parseHost, type HostAndPort } from '../http/host.ts';
import { redactQuery } from '../http/redact-url.ts';
import type { HeaderReader } from '../propagation/extract.ts';
import { forwardedClient, forwardedHost, forwardedProto } from './forwarded.ts';
import type { NodeBindings } from './request-info.ts';

export interface ServerRequest {
  readonly url: string;
  readonly method: string;
  readonly knownMethod: string;
  readonly header: HeaderReader;
  readonly node: NodeBindings;
  readonly trustProxy: boolean;
}

/** The attributes of a SERVER span that are known at its start (HTTP semantic conventions 1.44, stable). */
export function serverAttributes({
  url,
  method,
  knownMethod,
  header,
  node,
  trustProxy,
}: ServerRequest): Attributes {
  const authorityStart = url.indexOf('://') + 3;
  const pathStart = url.indexOf('/', authorityStart);
  const fragment = url.indexOf('#', pathStart);
  const end = fragment < 0 ? url.length : fragment;
  const question = url.indexOf('?', pathStart);
  const pathEnd = question < 0 || question > end ? end : question;
  const proto = trustProxy ? forwardedProto(header) : undefined;
  const scheme = proto ?? url.slice(0, authorityStart - 3);
  const host = (trustProxy ? forwardedHost(header) : undefined) ?? url.slice(authorityStart, pathStart);
  const { address, port } = splitHost(host);

  const attributes: Attributes = {
    'http.request.method': knownMethod,
    'url.scheme': scheme,
    'url.path': url.slice(pathStart, pathEnd),
    'server.address': address,
    'server.port': port ?? (scheme === 'https' ? 443 : 80),
  };
  if (pathEnd < end) attributes['url.query'] = redactQuery(url.slice(pathEnd + 1, end));
  if (knownMethod !== method) attributes['http.request.method_original'] = method;
  const userAgent = header('user-agent');
  if (userAgent) attributes['user_agent.original'] = userAgent;

  const socket = node.incoming?.socket;
  const peer = socket?.remoteAddress;
  const client = (trustProxy ? forwardedClient(header) : undefined) ?? peer;
  if (client !== undefined) attributes['client.address'] = client;
  if (peer !== undefined) {
    attributes['network.peer.address'] = peer;
    if (socket?.remotePort !== undefined) attributes['network.peer.port'] = socket.remotePort;
  }
  const version = node.incoming?.httpVersion;
  if (version !== undefined) attributes['network.protocol.version'] = version === '2.0' ? '2' : version;
  return attributes;
}

// A service is asked under one or two names: remembering the last one saves the parsing.
let lastHost = '';
let lastSplit: HostAndPort = { address: '', port: undefined };

function splitHost(host: string): HostAndPort {
  if (host !== lastHost) {
    lastHost = host;
    lastSplit = parseHost(host);
  }
  return lastSplit;
}
