import type { Span } from '../span.ts';
import { readAttributes } from './json-attributes.ts';
import type { JsonCursor } from './json-cursor.ts';
import { readJsonRequest } from './json-request.ts';
import { toOtlpTraceResult, type OtlpTraceResult } from './otlp-result.ts';
import { traceNames } from './signal-names.ts';
import { toSpanKind, toSpanStatus } from './span-enums.ts';

/**
 * Decodes an `ExportTraceServiceRequest` in OTLP/JSON. Unknown fields are ignored.
 * Never throws. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function parseOtlpTraceJson(text: string): OtlpTraceResult {
  return toOtlpTraceResult(() => readJsonRequest(text, traceNames, readSpan));
}

function readSpan(span: JsonCursor, resource: Span['resource'], scope: Span['scope']): Span {
  const parentSpanId = span.member('parentSpanId').id(16);
  return {
    traceId: readSetId(span.member('traceId'), 32),
    spanId: readSetId(span.member('spanId'), 16),
    ...(isZero(parentSpanId) ? {} : { parentSpanId }),
    traceState: span.member('traceState').text(),
    flags: span.member('flags').uint32(),
    name: span.member('name').text(),
    kind: toSpanKind(span.member('kind').enumNumber()),
    startTimeUnixNano: span.member('startTimeUnixNano').uint64(),
    endTimeUnixNano: span.member('endTimeUnixNano').uint64(),
    attributes: readAttributes(span.member('attributes')),
    droppedAttributesCount: span.member('droppedAttributesCount').uint32(),
    events: span
      .member('events')
      .items()
      .map((event) => ({
        timeUnixNano: event.member('timeUnixNano').uint64(),
        name: event.member('name').text(),
        attributes: readAttributes(event.member('attributes')),
      })),
    droppedEventsCount: span.member('droppedEventsCount').uint32(),
    links: span
      .member('links')
      .items()
      .map((link) => ({
        traceId: link.member('traceId').id(32),
        spanId: link.member('spanId').id(16),
        traceState: link.member('traceState').text(),
        attributes: readAttributes(link.member('attributes')),
      })),
    droppedLinksCount: span.member('droppedLinksCount').uint32(),
    status: toSpanStatus(span.member('status').member('code').enumNumber()),
    statusMessage: span.member('status').member('message').text(),
    resource,
    scope,
  };
}

function readSetId(cursor: JsonCursor, digits: number): string {
  const id = cursor.id(digits);
  return isZero(id) ? cursor.fail(`${digits} hex digits, not all zero`) : id;
}

function isZero(id: string): boolean {
  return /^0+$/.test(id);
}
