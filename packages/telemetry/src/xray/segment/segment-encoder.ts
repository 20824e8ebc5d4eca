import { SpanKind, type Attributes, type SpanContext } from '@opentelemetry/api';
import type { FinishedSpan } from '../../trace/finished-span.ts';
import { createAnnotator } from './annotations.ts';
import { toAwsCall } from './aws-call.ts';
import { toCause } from './cause.ts';
import { cutText } from './cut-text.ts';
import { toEpochSeconds } from './epoch-seconds.ts';
import { toHttpBlock } from './http-block.ts';
import { addAttributes, type MutableMetadata } from './metadata.ts';
import { toLinks, toOtelMetadata } from './otel-metadata.ts';
import { toOutcome } from './outcome.ts';
import { toCallName } from './remote-name.ts';
import { maxTextLength, type SegmentDocument } from './segment-document.ts';
import { toXRayTraceId } from '../../propagation/xray-header.ts';
import { deriveId, isSpanId, isTraceId } from './segment-ids.ts';
import { toSegmentName } from './segment-name.ts';
import { createSegmentWriter } from './segment-writer.ts';
import { toSqlBlock } from './sql-block.ts';
import { toText } from './to-text.ts';
import { withoutPasswords } from './without-passwords.ts';

export interface SegmentSettings {
  /**
   * Keys of attributes that become annotations, by which X-Ray can search; `otel.resource.<key>` for one of the resource.
   * `all` takes every attribute of a span that can be one. X-Ray indexes 50 of a trace.
   */
  readonly indexedAttributes: readonly string[] | 'all';
  /** Log groups of the service, when the resource does not name them (`aws.log.group.names`). */
  readonly logGroupNames?: readonly string[];
  /** Origins that get our trace headers: X-Ray is told to expect a segment of their own. */
  readonly tracedOrigins?: ReadonlySet<string>;
  /** UTF-8 bytes of one document; 64,000 is what X-Ray takes. */
  readonly maxDocumentBytes?: number;
}

/** Turns finished spans into the documents of X-Ray's PutTraceSegments, which the daemon takes as well. */
export interface SegmentEncoder {
  /**
   * The document of a span, or two (segment, then subsegment) for a call that is its process's first span. Valid JSON
   * within the limit of bytes. Empty when the span's own ids are none: to be counted as dropped. Never throws.
   */
  readonly encode: (span: FinishedSpan) => readonly string[];
}

/** A little below 64,000, for X-Ray says neither whether a kB has 1,000 bytes nor whether the limit itself is in. */
const defaultMaxDocumentBytes = 63_999;

/** `resource` has the attributes of the OpenTelemetry resource; a segment has the name of its `service.name`. */
export function createSegmentEncoder(resource: Attributes, settings: SegmentSettings): SegmentEncoder {
  const serviceName = toSegmentName(toText(resource['service.name']) ?? '', 'unknown_service');
  const workingDirectory = toText(resource['process.working_directory']);
  const tracedOrigins = settings.tracedOrigins ?? new Set<string>();
  const annotator = createAnnotator(resource, settings.indexedAttributes);
  const writer = createSegmentWriter(
    resource,
    settings.logGroupNames ?? [],
    settings.maxDocumentBytes ?? defaultMaxDocumentBytes,
  );

  const toDocument = (
    span: FinishedSpan,
    attributes: Attributes,
    ids: DocumentIds,
    parentId: string | undefined,
    isSegment: boolean,
  ): SegmentDocument => {
    const { kind } = span;
    const call = isSegment ? undefined : toCallName(span, attributes);
    const http = toHttpBlock(attributes, kind, isSegment ? 'segment' : 'subsegment', tracedOrigins);
    const outcome = toOutcome(http?.response?.status, span.status);
    const startTime = toEpochSeconds(span.startTime);
    const metadata: MutableMetadata = {};
    const document: SegmentDocument = {
      id: ids.spanId,
      name: call === undefined ? serviceName : toSegmentName(call.name),
      trace_id: ids.traceId,
      start_time: startTime,
      end_time: Math.max(startTime, toEpochSeconds(span.endTime)),
      parent_id: parentId,
      type: isSegment ? undefined : 'subsegment',
      namespace: call?.namespace,
      fault: outcome.fault,
      error: outcome.error,
      throttle: outcome.throttle,
      http,
      cause: toCause(span, attributes, workingDirectory),
      aws: call?.namespace === undefined ? undefined : toAwsCall(attributes),
      sql: isSegment ? undefined : toSqlBlock(attributes),
      user: isSegment ? toUser(attributes) : undefined,
      links: isSegment ? toLinks(span) : undefined,
      annotations: annotator.annotate(attributes, isSegment),
      metadata,
    };
    addAttributes(metadata, document, attributes);
    metadata['otel'] = toOtelMetadata(span, document, attributes);
    return document;
  };

  /** The segment around a call that is its process's first span, so that the trace has a node for the service. */
  const toServiceSegment = (
    span: FinishedSpan,
    attributes: Attributes,
    call: SegmentDocument,
    id: string,
  ): SegmentDocument => ({
    ...call,
    id,
    name: serviceName,
    parent_id: span.parentSpanContext?.spanId,
    type: undefined,
    namespace: undefined,
    http: undefined,
    cause: undefined,
    aws: undefined,
    sql: undefined,
    user: toUser(attributes),
    links: toLinks(span),
    annotations: annotator.annotate(withoutRemote(attributes), true),
    metadata: { otel: { kind: call.metadata['otel']?.['kind'], segment_of: call.id } },
  });

  const toDocuments = (span: FinishedSpan, ids: DocumentIds): readonly SegmentDocument[] => {
    const { parentSpanContext: parent, kind } = span;
    const attributes = withoutPasswords(span.attributes);
    const isLocalRoot = parent === undefined || parent.isRemote === true;
    const isCall = kind === SpanKind.CLIENT || kind === SpanKind.PRODUCER;
    if (!isLocalRoot || !isCall) return [toDocument(span, attributes, ids, parent?.spanId, isLocalRoot)];
    const segmentId = deriveId(ids.spanId, segmentPurpose);
    const call = toDocument(span, attributes, ids, segmentId, false);
    return [toServiceSegment(span, attributes, call, segmentId), call];
  };

  return {
    encode: (span) => {
      try {
        const ids = toDocumentIds(span.spanContext());
        return ids === undefined ? [] : toDocuments(span, ids).map(writer.write);
      } catch {
        // A stranger's span: attributes that cannot be read, or metadata that is nested too deep to be written.
        return [];
      }
    },
  };
}

/** Purposes of ids: exceptions count from 1. */
const segmentPurpose = 0;

interface DocumentIds {
  /** In the form of X-Ray. */
  readonly traceId: string;
  readonly spanId: string;
}

/** A parent's id needs no look: it is of a span of ours, or the propagation has read it. */
function toDocumentIds({ traceId, spanId }: SpanContext): DocumentIds | undefined {
  return isTraceId(traceId) && isSpanId(spanId) ? { traceId: toXRayTraceId(traceId), spanId } : undefined;
}

function toUser(attributes: Attributes): string | undefined {
  const user = toText(attributes['user.id'] ?? attributes['enduser.id']);
  return user === undefined ? undefined : cutText(user, maxTextLength);
}

/** What tells of the other side belongs to the call alone. */
function withoutRemote(attributes: Attributes): Attributes {
  const {
    'aws.remote.service': _service,
    'aws.remote.operation': _operation,
    remoteTarget: _target,
    'K8s.RemoteNamespace': _namespace,
    ...own
  } = attributes;
  return own;
}
