import { SpanKind, type Attributes } from '@opentelemetry/api';
import { cutText } from './cut-text.ts';
import { requestUrl } from './http-url.ts';
import { isIpAddress } from './ip-address.ts';
import { maxTextLength, type HttpBlock, type HttpRequest, type HttpResponse } from './segment-document.ts';
import { toText } from './to-text.ts';

/**
 * The `http` block of a span with HTTP attributes, stable or old; undefined for any other span. `tracedOrigins` are
 * those that get our trace headers: a call to one of them, once answered, is `traced`: X-Ray then waits for the
 * callee's segment. Only a subsegment may say so, and only a segment that its client's address came from a header.
 */
export function toHttpBlock(
  attributes: Attributes,
  kind: SpanKind,
  form: 'segment' | 'subsegment',
  tracedOrigins: ReadonlySet<string>,
): HttpBlock | undefined {
  const method = requestMethod(attributes);
  const status = attributes['http.response.status_code'] ?? attributes['http.status_code'];
  const userAgent = toText(attributes['user_agent.original'] ?? attributes['http.user_agent']);
  if (method === undefined && status === undefined && userAgent === undefined && !hasUrlPart(attributes)) {
    return undefined;
  }
  const response = toResponse(attributes, status);
  const url = requestUrl(attributes, kind);
  const isServer = kind === SpanKind.SERVER;
  const clientIp = isServer ? clientAddress(attributes) : undefined;
  const request: HttpRequest = {
    method: method === undefined ? undefined : cutText(method, maxTextLength),
    url,
    user_agent: userAgent,
    client_ip: clientIp,
    x_forwarded_for:
      form === 'segment' && clientIp !== undefined && isForwarded(attributes, clientIp) ? true : undefined,
    traced:
      form === 'subsegment' && kind === SpanKind.CLIENT && isTraced(url, response, tracedOrigins)
        ? true
        : undefined,
  };
  return { request, response };
}

/** A call without an answer may never have arrived: X-Ray must not wait for its segment. */
function isTraced(
  url: string | undefined,
  response: HttpResponse | undefined,
  tracedOrigins: ReadonlySet<string>,
): boolean {
  return (
    url !== undefined &&
    tracedOrigins.size > 0 &&
    response?.status !== undefined &&
    tracedOrigins.has(toOrigin(url))
  );
}

/** Without a method, status or user agent these still tell that a span is about HTTP; an address alone does not. */
function hasUrlPart(attributes: Attributes): boolean {
  return (
    attributes['url.full'] !== undefined ||
    attributes['url.scheme'] !== undefined ||
    attributes['url.path'] !== undefined ||
    attributes['url.query'] !== undefined ||
    attributes['http.url'] !== undefined ||
    attributes['http.scheme'] !== undefined ||
    attributes['http.target'] !== undefined ||
    attributes['http.host'] !== undefined ||
    attributes['http.server_name'] !== undefined ||
    attributes['net.host.port'] !== undefined ||
    attributes['http.client_ip'] !== undefined
  );
}

/** `_OTHER` stands for a method that the conventions do not list; what was really sent is beside it. */
function requestMethod(attributes: Attributes): string | undefined {
  const method = toText(attributes['http.request.method'] ?? attributes['http.method']);
  return method === '_OTHER' ? (toText(attributes['http.request.method_original']) ?? method) : method;
}

function toResponse(attributes: Attributes, status: unknown): HttpResponse | undefined {
  const length =
    attributes['http.response.body.size'] ??
    attributes['http.response_content_length'] ??
    receivedPayloadSize(attributes);
  const contentLength = toCount(length);
  const code = typeof status === 'number' && isStatus(status) ? status : undefined;
  if (code === undefined && contentLength === undefined) return undefined;
  return { status: code, content_length: contentLength };
}

function isStatus(code: number): boolean {
  return Number.isInteger(code) && code >= 100 && code <= 999;
}

function receivedPayloadSize(attributes: Attributes): unknown {
  return attributes['message.type'] === 'RECEIVED'
    ? attributes['messaging.message_payload_size_bytes']
    : undefined;
}

function toCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function clientAddress(attributes: Attributes): string | undefined {
  return (
    toIpAddress(attributes['client.address'] ?? attributes['http.client_ip']) ??
    toIpAddress(peerAddress(attributes))
  );
}

function peerAddress(attributes: Attributes): unknown {
  return attributes['network.peer.address'] ?? attributes['net.sock.peer.addr'] ?? attributes['net.peer.ip'];
}

/** An address that is not the peer's came from a header, and may be forged. */
function isForwarded(attributes: Attributes, clientIp: string): boolean {
  return clientIp !== peerAddress(attributes);
}

function toIpAddress(value: unknown): string | undefined {
  return typeof value === 'string' && isIpAddress(value) ? value : undefined;
}

/** `https://host:port` of an absolute URL. */
function toOrigin(url: string): string {
  const authority = url.indexOf('://');
  if (authority < 0) return '';
  const path = url.indexOf('/', authority + 3);
  return path < 0 ? url : url.slice(0, path);
}
