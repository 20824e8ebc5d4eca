import { SpanStatusCode, type HrTime, type SpanContext } from '@opentelemetry/api';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { encodeAttributes, encodeTemplate } from './encode-attributes.ts';
import type { ProtobufWriter } from './protobuf-writer.ts';

// opentelemetry.proto.trace.v1.Span, (field << 3) | wire type
const traceIdTag = 0x0a;
const spanIdTag = 0x12;
const traceStateTag = 0x1a;
const parentSpanIdTag = 0x22;
const nameTag = 0x2a;
const kindTag = 0x30;
const startTimeTag = 0x39;
const endTimeTag = 0x41;
const attributesTag = 0x4a;
const droppedAttributesTag = 0x50;
const eventsTag = 0x5a;
const droppedEventsTag = 0x60;
const linksTag = 0x6a;
const droppedLinksTag = 0x70;
const statusTag = 0x7a;
// Span.flags is field 16: its tag takes two bytes.
const flagsTag = [0x85, 0x01] as const;

// SpanFlags: whether it is known that the parent (or the linked context) is remote, and whether it is.
const hasIsRemote = 0x100;
const isRemote = 0x200;

/** Writes the fields of one Span message (opentelemetry-proto 1.x), without tag and length. */
export function encodeSpan(writer: ProtobufWriter, span: FinishedSpan): void {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  writer.tag(traceIdTag);
  writer.hex(context.traceId);
  writer.tag(spanIdTag);
  writer.hex(context.spanId);
  encodeTraceState(writer, traceStateTag, context);
  if (parent !== undefined) {
    writer.tag(parentSpanIdTag);
    writer.hex(parent.spanId);
  }
  writer.tag(nameTag);
  writer.string(span.name);
  writer.tag(kindTag);
  // The API counts kinds from INTERNAL = 0, OTLP from SPAN_KIND_INTERNAL = 1.
  writer.varint(span.kind + 1);
  encodeTime(writer, startTimeTag, span.startTime);
  encodeTime(writer, endTimeTag, span.endTime);
  const { attributeParts } = span;
  if (attributeParts === undefined) encodeAttributes(writer, attributesTag, span.attributes);
  else {
    if (attributeParts.start !== undefined) encodeTemplate(writer, attributesTag, attributeParts.start);
    encodeAttributes(writer, attributesTag, attributeParts.own);
    if (attributeParts.end !== undefined) encodeTemplate(writer, attributesTag, attributeParts.end);
  }
  encodeCount(writer, droppedAttributesTag, span.droppedAttributesCount);
  const { events, links } = span;
  for (const event of events) {
    writer.tag(eventsTag);
    const start = writer.beginMessage();
    encodeTime(writer, 0x09, event.time);
    writer.tag(0x12);
    writer.string(event.name);
    if (event.attributes !== undefined) encodeAttributes(writer, 0x1a, event.attributes);
    encodeCount(writer, 0x20, event.droppedAttributesCount ?? 0);
    writer.endMessage(start);
  }
  encodeCount(writer, droppedEventsTag, span.droppedEventsCount);
  for (const link of links) {
    writer.tag(linksTag);
    const start = writer.beginMessage();
    writer.tag(0x0a);
    writer.hex(link.context.traceId);
    writer.tag(0x12);
    writer.hex(link.context.spanId);
    encodeTraceState(writer, 0x1a, link.context);
    if (link.attributes !== undefined) encodeAttributes(writer, 0x22, link.attributes);
    encodeCount(writer, 0x28, link.droppedAttributesCount ?? 0);
    writer.tag(0x35);
    writer.fixed32(toFlags(link.context.traceFlags, link.context));
    writer.endMessage(start);
  }
  encodeCount(writer, droppedLinksTag, span.droppedLinksCount);
  if (span.status.code !== SpanStatusCode.UNSET) {
    writer.tag(statusTag);
    const start = writer.beginMessage();
    if (span.status.message !== undefined && span.status.message !== '') {
      writer.tag(0x12);
      writer.string(span.status.message);
    }
    writer.tag(0x18);
    writer.varint(span.status.code);
    writer.endMessage(start);
  }
  writer.tag(flagsTag[0]);
  writer.tag(flagsTag[1]);
  writer.fixed32(toFlags(context.traceFlags, parent));
}

function toFlags(traceFlags: number, context: SpanContext | undefined): number {
  return (traceFlags & 0xff) | hasIsRemote | (context?.isRemote === true ? isRemote : 0);
}

function encodeTime(writer: ProtobufWriter, tag: number, [seconds, nanos]: HrTime): void {
  writer.tag(tag);
  writer.nanoseconds(seconds, nanos);
}

function encodeCount(writer: ProtobufWriter, tag: number, count: number): void {
  if (count === 0) return;
  writer.tag(tag);
  writer.varint(count);
}

function encodeTraceState(writer: ProtobufWriter, tag: number, context: SpanContext): void {
  if (context.traceState === undefined) return;
  writer.tag(tag);
  writer.string(context.traceState.serialize());
}
