import type { Attributes } from '@opentelemetry/api';
import { parseHost } from '../http/host.ts';
import { redactPath, redactQuery } from '../http/redact-url.ts';
import type { HeaderReader } from '../propagation/extract.ts';
import { createRedactor } from '../redaction/create-redactor.ts';
import { createAttributeTemplate, type AttributeTemplate } from '../trace/attribute-template.ts';
import { forwardedClient, forwardedHost, forwardedProto } from './forwarded.ts';
import type { NodeBindings, NodeSocket } from './request-info.ts';

/** What the attributes depend on that stays the same from one request of a connection to the next. */
interface Connection {
  readonly method: string;
  readonly knownMethod: string;
  readonly scheme: string;
  readonly host: string;
  readonly userAgent: string | null | undefined;
  readonly client: string | undefined;
  readonly httpVersion: string | undefined;
}

interface KnownConnection extends Connection {
  readonly template: AttributeTemplate;
}

const { redactText } = createRedactor();
const connections = new WeakMap<NodeSocket, KnownConnection>();

/** The attributes that a SERVER span begins with: the connection's and its own. */
export interface ServerAttributes {
  readonly attributeTemplate: AttributeTemplate;
  readonly attributes: Attributes;
}

/** The attributes of a SERVER span that are known at its start (HTTP semantic conventions 1.44, stable). */
export function serverAttributes(
  url: string,
  method: string,
  knownMethod: string,
  header: HeaderReader,
  { incoming }: NodeBindings,
  trustProxy: boolean,
): ServerAttributes {
  const authorityStart = url.indexOf('://') + 3;
  const pathStart = url.indexOf('/', authorityStart);
  const fragment = url.indexOf('#', pathStart);
  const end = fragment < 0 ? url.length : fragment;
  const question = url.indexOf('?', pathStart);
  const pathEnd = question < 0 || question > end ? end : question;

  const connection: Connection = {
    method,
    knownMethod,
    scheme: (trustProxy ? forwardedProto(header) : undefined) ?? url.slice(0, authorityStart - 3),
    host: (trustProxy ? forwardedHost(header) : undefined) ?? url.slice(authorityStart, pathStart),
    userAgent: header('user-agent'),
    client: trustProxy ? forwardedClient(header) : undefined,
    httpVersion: incoming?.httpVersion,
  };
  const socket = incoming?.socket;
  const attributeTemplate =
    socket === undefined
      ? createAttributeTemplate(connectionAttributes(connection, undefined))
      : templateFor(connection, socket);
  const attributes: Attributes = { 'url.path': redactPath(url.slice(pathStart, pathEnd)) };
  if (pathEnd < end) attributes['url.query'] = redactQuery(url.slice(pathEnd + 1, end));
  return { attributes, attributeTemplate };
}

function templateFor(connection: Connection, socket: NodeSocket): AttributeTemplate {
  const known = connections.get(socket);
  if (known !== undefined && isSame(known, connection)) return known.template;
  const template = createAttributeTemplate(connectionAttributes(connection, socket));
  connections.set(socket, { ...connection, template });
  return template;
}

function isSame(a: Connection, b: Connection): boolean {
  return (
    a.host === b.host &&
    a.method === b.method &&
    a.userAgent === b.userAgent &&
    a.client === b.client &&
    a.scheme === b.scheme &&
    a.httpVersion === b.httpVersion
  );
}

function connectionAttributes(
  { method, knownMethod, scheme, host, userAgent, client, httpVersion }: Connection,
  socket: NodeSocket | undefined,
): Attributes {
  const { address, port } = parseHost(host);
  const attributes: Attributes = {
    'http.request.method': knownMethod,
    'url.scheme': scheme,
    'server.address': address,
    'server.port': port ?? (scheme === 'https' ? 443 : 80),
  };
  if (knownMethod !== method) attributes['http.request.method_original'] = redactText(method);
  if (userAgent) attributes['user_agent.original'] = redactText(userAgent);
  const peer = socket?.remoteAddress;
  const clientAddress = client ?? peer;
  if (clientAddress !== undefined) attributes['client.address'] = clientAddress;
  if (peer !== undefined) {
    attributes['network.peer.address'] = peer;
    if (socket?.remotePort !== undefined) attributes['network.peer.port'] = socket.remotePort;
  }
  if (httpVersion !== undefined) {
    attributes['network.protocol.version'] = httpVersion === '2.0' ? '2' : httpVersion;
  }
  return attributes;
}
