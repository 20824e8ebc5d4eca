import type { Span } from '../span.ts';
import { toServiceName } from '../trace/service-name.ts';
import type { SegmentBody } from './segment-document.ts';

/** What a call may be named after: exporters differ in which comes first, and each of them names the other side. */
const peerAttributes = [
  'aws.remote.service',
  'service.peer.name',
  'peer.service',
  'aws.service',
  'rpc.service',
  'rpc.method',
  'http.host',
  'server.address',
  'net.peer.name',
  'messaging.destination.name',
  'db.namespace',
  'db.name',
];

/**
 * Whether a document is named by X-Ray's conventions for the span: a segment after its service, a subsegment after the
 * span, and one for a call after what is called. Characters that X-Ray does not take, and what is beyond 200, may be gone.
 */
export function isExpectedName(span: Span, document: Pick<SegmentBody, 'name' | 'type'>): boolean {
  const { name } = document;
  return toExpectedNames(span, document).some((expected) => isCleaned(expected, name));
}

function toExpectedNames(span: Span, { type }: Pick<SegmentBody, 'type'>): readonly string[] {
  const { attributes } = span;
  if (type === undefined) {
    const localService = attributes['aws.local.service'];
    return [toServiceName(span), ...(typeof localService === 'string' ? [localService] : [])];
  }
  if (span.kind === 'internal' || span.kind === 'server' || span.kind === 'unspecified') return [span.name];
  const textsOf = (...keys: readonly string[]): readonly string[] =>
    keys.map((key) => attributes[key]).filter((value) => typeof value === 'string');
  const peers = textsOf(...peerAttributes);
  const hosts = [
    ...textsOf('server.address', 'net.peer.name', 'http.host'),
    ...textsOf('db.connection_string').flatMap(hostOf),
  ];
  const atHost = textsOf('db.namespace', 'db.name').flatMap((database) =>
    hosts.map((host) => `${database}@${host}`),
  );
  const short = peers.flatMap((peer) => [
    peer.replace(/^(?:AWS\.SDK\.|AWS::)/, ''),
    peer.replace(/\/[^/]*$/, ''),
  ]);
  return [span.name, ...peers, ...short, ...atHost];
}

/** Of a connection string that is a URL, by whatever driver. */
function hostOf(connectionString: string): readonly string[] {
  const host = URL.parse(connectionString.replace(/^jdbc:/, ''))?.hostname ?? '';
  return host === '' ? [] : [host];
}

const maxNameLength = 200;

/** Only letters and digits count: what else is removed, replaced or trimmed is up to the exporter. */
function isCleaned(original: string, name: string): boolean {
  const [expected, found] = [original, name].map((text) => text.replace(/[^\p{L}\p{N}]+/gu, ''));
  if (expected === undefined || found === undefined) return false;
  // Nothing to recognise it by: exporters fall back to a word of their own.
  if (expected === '') return true;
  // A surrogate pair at the limit may cost one more.
  return expected === found || (name.length >= maxNameLength - 1 && expected.startsWith(found));
}
