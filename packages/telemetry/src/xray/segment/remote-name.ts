import { SpanKind, type Attributes } from '@opentelemetry/api';
import type { FinishedSpan } from '../../trace/finished-span.ts';
import { toText } from './to-text.ts';

/** What a subsegment is called, before cleaning, and whether X-Ray draws a node for the other side. */
export interface CallName {
  readonly name: string;
  readonly namespace: 'aws' | 'remote' | undefined;
}

/**
 * Name and namespace of a subsegment. A call (CLIENT, PRODUCER, or a CONSUMER that names its other side) is named by
 * what is called, so that X-Ray draws one node for it; local work keeps the span's name.
 */
export function toCallName({ name, kind }: FinishedSpan, attributes: Attributes): CallName {
  if (kind === SpanKind.INTERNAL || kind === SpanKind.SERVER) return { name, namespace: undefined };
  const remoteService = toText(attributes['aws.remote.service']);
  if (kind === SpanKind.CONSUMER && remoteService === undefined) return { name, namespace: undefined };
  const isAwsCall = isAwsApi(attributes);
  const peer =
    (isAwsCall ? withoutAwsPrefix(remoteService) : remoteService) ??
    toText(attributes['service.peer.name']) ??
    toText(attributes['peer.service']);
  if (peer !== undefined) return { name: peer, namespace: isAwsCall ? 'aws' : 'remote' };
  const awsService = toText(attributes['aws.service']);
  if (awsService !== undefined) return { name: awsService, namespace: 'aws' };
  const called =
    databaseName(attributes) ??
    rpcService(attributes) ??
    toText(attributes['http.host']) ??
    toText(attributes['server.address']) ??
    toText(attributes['net.peer.name']) ??
    name;
  return { name: called, namespace: isAwsCall ? 'aws' : 'remote' };
}

export function isAwsApi(attributes: Attributes): boolean {
  return (attributes['rpc.system'] ?? attributes['rpc.system.name']) === 'aws-api';
}

/** `AWS.SDK.S3` and `AWS::S3` are both S3. */
function withoutAwsPrefix(service: string | undefined): string | undefined {
  for (const prefix of ['AWS.SDK.', 'AWS::']) {
    if (service?.startsWith(prefix) === true) return service.slice(prefix.length) || undefined;
  }
  return service;
}

/** `<database>@<host>`, or the database alone where it runs in the process. */
function databaseName(attributes: Attributes): string | undefined {
  const database = toText(attributes['db.namespace'] ?? attributes['db.name']);
  if (database === undefined) return undefined;
  const host =
    toText(attributes['server.address'] ?? attributes['net.peer.name']) ??
    hostOf(toText(attributes['db.connection_string']));
  return host === undefined ? database : `${database}@${host}`;
}

function hostOf(connectionString: string | undefined): string | undefined {
  if (connectionString === undefined) return undefined;
  const url = URL.parse(
    connectionString.startsWith('jdbc:') ? connectionString.slice('jdbc:'.length) : connectionString,
  );
  return toText(url?.hostname);
}

/** Newer conventions have the service only in the method: `S3/PutObject`. */
function rpcService(attributes: Attributes): string | undefined {
  const service = toText(attributes['rpc.service']);
  if (service !== undefined) return service;
  const method = toText(attributes['rpc.method']);
  const slash = method?.lastIndexOf('/') ?? -1;
  return slash > 0 ? method?.slice(0, slash) : undefined;
}
