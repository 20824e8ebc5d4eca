import { SpanStatusCode, type Attributes } from '@opentelemetry/api';
import type { FinishedSpan, FinishedSpanLink } from '../../trace/finished-span.ts';
import { isExceptionEvent } from './cause.ts';
import { toEpochSeconds } from './epoch-seconds.ts';
import { toMetadataValues, type MutableValues } from './metadata.ts';
import type { MetadataValue, SegmentDocument, SegmentLink } from './segment-document.ts';
import { toXRayTraceId } from '../../propagation/xray-header.ts';
import { isSpanId, isTraceId } from './segment-ids.ts';

/** By the number of the API's SpanKind. */
const kindNames = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;

/** The `otel` namespace: what a span holds that X-Ray has no field for, so that a document still tells all of it. */
export function toOtelMetadata(
  span: FinishedSpan,
  document: SegmentDocument,
  attributes: Attributes,
): MutableValues {
  const { name, status, instrumentationScope: scope } = span;
  const values: MutableValues = { kind: kindNames[span.kind], scope: scope.name };
  if (scope.version !== undefined) values['scope_version'] = scope.version;
  if (name !== document.name) values['span_name'] = name;
  if (status.code !== SpanStatusCode.UNSET) {
    values['status'] = status.code === SpanStatusCode.OK ? 'OK' : 'ERROR';
    if (status.message !== undefined && status.message !== '') values['status_message'] = status.message;
  }
  const { traceState } = span.spanContext();
  if (traceState !== undefined) values['trace_state'] = traceState.serialize();
  if (span.events.length > 0) addEvents(values, span, attributes);
  if (span.links.length > 0 && document.links === undefined) {
    values['links'] = span.links.map(toLinkValue);
  }
  if (span.droppedAttributesCount > 0) values['dropped_attributes'] = span.droppedAttributesCount;
  if (span.droppedEventsCount > 0) values['dropped_events'] = span.droppedEventsCount;
  if (span.droppedLinksCount > 0) values['dropped_links'] = span.droppedLinksCount;
  return values;
}

/** All but those that are exceptions of the cause. */
function addEvents(values: MutableValues, { events }: FinishedSpan, attributes: Attributes): void {
  const others: MetadataValue[] = [];
  for (const event of events) {
    if (isExceptionEvent(event, attributes)) continue;
    const own = toMetadataValues(event.attributes ?? {});
    others.push({ time: toEpochSeconds(event.time), name: event.name, attributes: own });
  }
  if (others.length > 0) values['events'] = others;
}

/** Links of a segment; one with an invalid id would have the whole document refused. */
export function toLinks({ links }: FinishedSpan): readonly SegmentLink[] | undefined {
  if (links.length === 0) return undefined;
  const valid = links.filter(({ context }) => isTraceId(context.traceId) && isSpanId(context.spanId));
  return valid.length === 0 ? undefined : valid.map(toSegmentLink);
}

function toSegmentLink({ context, attributes }: FinishedSpanLink): SegmentLink {
  return {
    trace_id: toXRayTraceId(context.traceId),
    id: context.spanId,
    attributes: attributes === undefined ? undefined : toMetadataValues(attributes),
  };
}

function toLinkValue({ context, attributes }: FinishedSpanLink): MetadataValue {
  return { ...toSegmentLink({ context }), attributes: toMetadataValues(attributes ?? {}) };
}
