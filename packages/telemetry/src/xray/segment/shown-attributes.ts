import type { AttributeValue } from '@opentelemetry/api';
import type { SegmentDocument } from './segment-document.ts';
import { toUrlParts, type UrlParts } from './url-parts.ts';

type IsShown = (document: SegmentDocument, value: AttributeValue) => boolean;

const inMethod: IsShown = ({ http }, value) => http?.request?.method === value;
const inUserAgent: IsShown = ({ http }, value) => http?.request?.user_agent === value;
const inStatus: IsShown = ({ http }, value) => http?.response?.status === value;
const inContentLength: IsShown = ({ http }, value) => http?.response?.content_length === value;
const inClientIp: IsShown = ({ http }, value) => http?.request?.client_ip === value;
const inUrl: IsShown = (document, value) => shownUrl(document) === value;
const inScheme: IsShown = (document, value) => urlParts(document)?.scheme === value;
const inPath: IsShown = (document, value) => urlParts(document)?.path === value;
const inQueryString: IsShown = (document, value) => urlParts(document)?.query === value;
const inTarget: IsShown = (document, value) => urlParts(document)?.target === value;
const inAuthority: IsShown = (document, value) => urlParts(document)?.authority === value;
const inHost: IsShown = (document, value) => urlParts(document)?.host === value;
const inHostOrName: IsShown = (document, value) => document.name === value || inHost(document, value);
const inPort: IsShown = (document, value) => urlParts(document)?.port === value;
const inDatabaseType: IsShown = ({ sql }, value) => sql?.database_type === value;
const inDatabaseUrl: IsShown = ({ sql }, value) =>
  typeof value === 'string' && sql?.url !== undefined && toUrlParts(sql.url)?.path === `/${value}`;
const inConnectionString: IsShown = ({ sql }, value) => sql?.connection_string === value;
const inQuery: IsShown = ({ sql }, value) => sql?.sanitized_query === value;
const inDatabaseUser: IsShown = ({ sql }, value) => sql?.user === value;
const inUser: IsShown = ({ user }, value) => user === value;
const inName: IsShown = ({ name }, value) => name === value;
const inOperation: IsShown = ({ aws }, value) => aws?.operation === value;
const inAccountId: IsShown = ({ aws }, value) => aws?.account_id === value;
const inRegion: IsShown = ({ aws }, value) => aws?.region === value;
const inRequestId: IsShown = ({ aws }, value) => aws?.request_id === value;
const inQueueUrl: IsShown = ({ aws }, value) => aws?.queue_url === value;
const inTable: IsShown = ({ aws }, value) => aws?.table_name === value;
const inTables: IsShown = ({ aws }, value) => {
  const tables = aws?.table_names ?? (aws?.table_name === undefined ? [] : [aws.table_name]);
  return (
    Array.isArray(value) &&
    value.length === tables.length &&
    value.every((item, index) => item === tables[index])
  );
};

function shownUrl({ http, sql }: SegmentDocument): string | undefined {
  return http?.request?.url ?? sql?.url;
}

function urlParts(document: SegmentDocument): UrlParts | undefined {
  const url = shownUrl(document);
  return url === undefined ? undefined : toUrlParts(url);
}

/** Attributes that have a field of their own, and whether that field says what the attribute says. */
const fields: ReadonlyMap<string, IsShown> = new Map([
  ['http.request.method', inMethod],
  ['http.request.method_original', inMethod],
  ['http.method', inMethod],
  ['user_agent.original', inUserAgent],
  ['http.user_agent', inUserAgent],
  ['http.response.status_code', inStatus],
  ['http.status_code', inStatus],
  ['http.response.body.size', inContentLength],
  ['http.response_content_length', inContentLength],
  ['messaging.message_payload_size_bytes', inContentLength],
  ['url.full', inUrl],
  ['url.scheme', inScheme],
  ['url.path', inPath],
  ['url.query', inQueryString],
  ['http.url', inUrl],
  ['http.scheme', inScheme],
  ['http.target', inTarget],
  ['http.host', inAuthority],
  ['http.server_name', inHost],
  ['net.host.name', inHost],
  ['net.host.port', inPort],
  ['net.peer.name', inHostOrName],
  ['net.peer.port', inPort],
  ['server.address', inHostOrName],
  ['server.port', inPort],
  ['client.address', inClientIp],
  ['http.client_ip', inClientIp],
  ['network.peer.address', inClientIp],
  ['net.sock.peer.addr', inClientIp],
  ['net.peer.ip', inClientIp],
  ['db.system.name', inDatabaseType],
  ['db.system', inDatabaseType],
  ['db.namespace', inDatabaseUrl],
  ['db.name', inDatabaseUrl],
  ['db.connection_string', inConnectionString],
  ['db.query.text', inQuery],
  ['db.statement', inQuery],
  ['db.user', inDatabaseUser],
  ['user.name', inDatabaseUser],
  ['user.id', inUser],
  ['enduser.id', inUser],
  ['aws.remote.service', inName],
  ['service.peer.name', inName],
  ['peer.service', inName],
  ['aws.service', inName],
  ['rpc.service', inName],
  ['rpc.method', inOperation],
  ['aws.operation', inOperation],
  ['aws.account_id', inAccountId],
  ['aws.region', inRegion],
  ['cloud.region', inRegion],
  ['aws.request_id', inRequestId],
  ['aws.request.id', inRequestId],
  ['aws.requestId', inRequestId],
  ['messaging.url', inQueueUrl],
  ['aws.sqs.queue.url', inQueueUrl],
  ['aws.queue_url', inQueueUrl],
  ['aws.queue.url', inQueueUrl],
  ['aws.dynamodb.table_names', inTables],
  ['aws.table_name', inTable],
  ['aws.table.name', inTable],
]);

/** Whether the document shows an attribute outside of its metadata, so that nothing is lost without it there. */
export function isShown(document: SegmentDocument, key: string, value: AttributeValue): boolean {
  return fields.get(key)?.(document, value) === true;
}
