import { cutText } from './cut-text.ts';
import type {
  AnnotationValue,
  Metadata,
  MetadataValue,
  SegmentDocument,
  SegmentException,
} from './segment-document.ts';

/** One thing that can be left out of a document. It gives the document itself where there is nothing to leave out. */
interface Cut {
  /** What is gone, as the document itself says it. */
  readonly name: string;
  readonly apply: (document: SegmentDocument) => SegmentDocument;
}

/** In this order: what can best be missed first. Nothing but ids, times, name and outcome survives the last. */
const cuts: readonly Cut[] = [
  { name: 'stack frames beyond 10', apply: (document) => cutExceptions(document, 16, 10, 4000) },
  { name: 'events', apply: (document) => withoutOtel(document, ['events']) },
  { name: 'metadata texts beyond 1000 characters', apply: (document) => cutMetadata(document, 1000, 100) },
  { name: 'query beyond 4000 characters', apply: (document) => cutSql(document, 4000) },
  { name: 'URL and user agent beyond 1000 characters', apply: (document) => cutRequest(document, 1000) },
  { name: 'link attributes, links beyond 20', apply: (document) => cutLinks(document, 20) },
  { name: 'exceptions beyond 4', apply: (document) => cutExceptions(document, 4, 3, 500) },
  { name: 'metadata namespaces', apply: withoutNamespaces },
  { name: 'metadata texts beyond 100 characters', apply: (document) => cutMetadata(document, 100, 10) },
  { name: 'annotation texts beyond 100 characters', apply: (document) => cutAnnotations(document, 100) },
  { name: 'metadata', apply: withoutMetadata },
  { name: 'SQL texts beyond 500 characters', apply: (document) => cutSql(document, 500) },
  { name: 'URL and user agent beyond 100 characters', apply: (document) => cutRequest(document, 100) },
  { name: 'everything else', apply: withoutEverything },
];

/** Cuts a document until `write` takes it. It lists what was cut in `metadata.cruddur.truncated`. */
export function shrink(
  document: SegmentDocument,
  write: (document: SegmentDocument) => string | undefined,
): string | undefined {
  let smaller = document;
  const truncated: string[] = [];
  for (const { name, apply } of cuts) {
    const next = apply(smaller);
    if (next === smaller) continue;
    truncated.push(name);
    smaller = { ...next, metadata: { ...next.metadata, cruddur: { truncated } } };
    const text = write(smaller);
    if (text !== undefined) return text;
  }
  return undefined;
}

function cutExceptions(
  document: SegmentDocument,
  maxExceptions: number,
  maxFrames: number,
  maxMessageLength: number,
): SegmentDocument {
  const { cause } = document;
  if (cause === undefined) return document;
  const kept = cause.exceptions.slice(0, maxExceptions);
  const ids = new Set(kept.map(({ id }) => id));
  const exceptions = kept.map((exception) => cutException(exception, ids, maxFrames, maxMessageLength));
  const isSame =
    kept.length === cause.exceptions.length &&
    exceptions.every((exception, index) => exception === kept[index]);
  return isSame ? document : { ...document, cause: { ...cause, exceptions } };
}

const maxFrameTextLength = 500;

function cutException(
  exception: SegmentException,
  ids: ReadonlySet<string>,
  maxFrames: number,
  maxMessageLength: number,
): SegmentException {
  const { stack = [], truncated = 0, message = '', cause } = exception;
  const isDangling = cause !== undefined && !ids.has(cause);
  if (stack.length <= maxFrames && message.length <= maxMessageLength && !isDangling) return exception;
  const leftOut = truncated + Math.max(0, stack.length - maxFrames);
  const frames = stack.slice(0, maxFrames).map(({ path, line, label }) => ({
    path: cutText(path, maxFrameTextLength),
    line,
    label: cutText(label, maxFrameTextLength),
  }));
  return {
    ...exception,
    message: message === '' ? undefined : cutText(message, maxMessageLength),
    cause: isDangling ? undefined : cause,
    truncated: leftOut === 0 ? undefined : leftOut,
    stack: frames.length === 0 ? undefined : frames,
  };
}

function withoutOtel(document: SegmentDocument, keys: readonly string[]): SegmentDocument {
  const otel = document.metadata['otel'];
  if (otel === undefined || !keys.some((key) => otel[key] !== undefined)) return document;
  const kept = Object.fromEntries(Object.entries(otel).filter(([key]) => !keys.includes(key)));
  return { ...document, metadata: { ...document.metadata, otel: kept } };
}

function cutMetadata(document: SegmentDocument, maxLength: number, maxItems: number): SegmentDocument {
  let isCut = false;
  const metadata: Record<string, Metadata[string]> = {};
  for (const [namespace, values] of Object.entries(document.metadata)) {
    if (values === undefined || namespace === 'cruddur') continue;
    const kept = cutObject(values, maxLength, maxItems);
    isCut ||= kept !== values;
    metadata[namespace] = kept;
  }
  return isCut ? { ...document, metadata } : document;
}

type Values = Readonly<Record<string, MetadataValue>>;

function cutObject(values: Values, maxLength: number, maxItems: number): Values {
  let isCut = false;
  const kept: [string, MetadataValue][] = [];
  for (const [key, value] of Object.entries(values)) {
    const name = cutText(key, maxLength);
    const item = cutValue(value, maxLength, maxItems);
    isCut ||= name !== key || item !== value;
    kept.push([name, item]);
  }
  return isCut ? Object.fromEntries(kept) : values;
}

function cutValue(value: MetadataValue, maxLength: number, maxItems: number): MetadataValue {
  if (typeof value === 'string') return cutText(value, maxLength);
  if (isList(value)) {
    const kept = value.slice(0, maxItems).map((item) => cutValue(item, maxLength, maxItems));
    const isSame = kept.length === value.length && kept.every((item, index) => item === value[index]);
    return isSame ? value : kept;
  }
  return typeof value === 'object' && value !== null ? cutObject(value, maxLength, maxItems) : value;
}

function isList(value: MetadataValue): value is readonly MetadataValue[] {
  return Array.isArray(value);
}

function cutSql(document: SegmentDocument, maxLength: number): SegmentDocument {
  const { sql } = document;
  if (sql === undefined) return document;
  const url = cutOptional(sql.url, maxLength);
  const connectionString = cutOptional(sql.connection_string, maxLength);
  const query = cutOptional(sql.sanitized_query, maxLength);
  const isSame =
    url === sql.url && connectionString === sql.connection_string && query === sql.sanitized_query;
  return isSame
    ? document
    : { ...document, sql: { ...sql, url, connection_string: connectionString, sanitized_query: query } };
}

function cutRequest(document: SegmentDocument, maxLength: number): SegmentDocument {
  const { http } = document;
  const request = http?.request;
  if (http === undefined || request === undefined) return document;
  const url = cutOptional(request.url, maxLength);
  const userAgent = cutOptional(request.user_agent, maxLength);
  if (url === request.url && userAgent === request.user_agent) return document;
  return { ...document, http: { ...http, request: { ...request, url, user_agent: userAgent } } };
}

function cutOptional(text: string | undefined, maxLength: number): string | undefined {
  return text === undefined ? undefined : cutText(text, maxLength);
}

function cutLinks(document: SegmentDocument, maxLinks: number): SegmentDocument {
  const { links } = document;
  if (links === undefined) return withoutOtel(document, ['links']);
  const isSame = links.length <= maxLinks && links.every(({ attributes }) => attributes === undefined);
  if (isSame) return document;
  const kept = links.slice(0, maxLinks).map((link) => ({ ...link, attributes: undefined }));
  return { ...document, links: kept };
}

function withoutNamespaces(document: SegmentDocument): SegmentDocument {
  const { default: attributes, otel, cruddur, ...others } = document.metadata;
  return Object.keys(others).length === 0
    ? document
    : { ...document, metadata: { default: attributes, otel, cruddur } };
}

function withoutMetadata(document: SegmentDocument): SegmentDocument {
  const { default: attributes, otel } = document.metadata;
  return attributes === undefined ? document : { ...document, metadata: { otel } };
}

function cutAnnotations(document: SegmentDocument, maxLength: number): SegmentDocument {
  const { annotations } = document;
  if (annotations === undefined) return document;
  let isCut = false;
  const kept: Record<string, AnnotationValue> = {};
  for (const [key, value] of Object.entries(annotations)) {
    kept[key] = typeof value === 'string' ? cutText(value, maxLength) : value;
    isCut ||= kept[key] !== value;
  }
  return isCut ? { ...document, annotations: kept } : document;
}

function withoutEverything(document: SegmentDocument): SegmentDocument {
  const kind = document.metadata['otel']?.['kind'];
  return {
    ...document,
    http: undefined,
    cause: undefined,
    aws: undefined,
    sql: undefined,
    links: undefined,
    annotations: undefined,
    metadata: { otel: { kind } },
  };
}
