import type { Span, SpanEvent, SpanKind, SpanLink, SpanStatus } from '../span.ts';
import type { AttributeRecord } from './attribute-record.ts';
import { readKeyValue } from './protobuf-attributes.ts';
import type { ProtobufReader } from './protobuf-reader.ts';
import { toSpanKind, toSpanStatus } from './span-enums.ts';

const noTraceId = '0'.repeat(32);
const noSpanId = '0'.repeat(16);

/** Reads one `opentelemetry.proto.trace.v1.Span`. */
export function readSpan(reader: ProtobufReader, resource: AttributeRecord, scope: Span['scope']): Span {
  const attributes: AttributeRecord = {};
  const events: SpanEvent[] = [];
  const links: SpanLink[] = [];
  let [traceId, spanId, parentSpanId] = [noTraceId, noSpanId, noSpanId];
  let [traceState, name, statusMessage] = ['', '', ''];
  let [flags, droppedAttributesCount, droppedEventsCount, droppedLinksCount] = [0, 0, 0, 0];
  let [startTimeUnixNano, endTimeUnixNano] = [0n, 0n];
  let kind: SpanKind = 'unspecified';
  let status: SpanStatus = 'unset';
  let attributeCount = 0;

  reader.readMessage((field) => {
    switch (field) {
      case 1:
        traceId = readId(reader, 'traceId', 16);
        return true;
      case 2:
        spanId = readId(reader, 'spanId', 8);
        return true;
      case 3:
        traceState = reader.at(['traceState'], () => reader.readText());
        return true;
      case 4:
        parentSpanId = readId(reader, 'parentSpanId', 8);
        return true;
      case 5:
        name = reader.at(['name'], () => reader.readText());
        return true;
      case 6:
        kind = toSpanKind(reader.at(['kind'], () => reader.readUint32()));
        return true;
      case 7:
        startTimeUnixNano = reader.at(['startTimeUnixNano'], () => reader.readFixed64());
        return true;
      case 8:
        endTimeUnixNano = reader.at(['endTimeUnixNano'], () => reader.readFixed64());
        return true;
      case 9:
        readKeyValue(reader, attributes, 'attributes', attributeCount++, 0);
        return true;
      case 10:
        droppedAttributesCount = reader.at(['droppedAttributesCount'], () => reader.readUint32());
        return true;
      case 11:
        reader.at(['events', events.length], () => events.push(readEvent(reader)));
        return true;
      case 12:
        droppedEventsCount = reader.at(['droppedEventsCount'], () => reader.readUint32());
        return true;
      case 13:
        reader.at(['links', links.length], () => links.push(readLink(reader)));
        return true;
      case 14:
        droppedLinksCount = reader.at(['droppedLinksCount'], () => reader.readUint32());
        return true;
      case 15:
        reader.at(['status'], () => {
          reader.readMessage((field) => {
            if (field === 2) statusMessage = reader.at(['message'], () => reader.readText());
            else if (field === 3) status = toSpanStatus(reader.at(['code'], () => reader.readUint32()));
            else return false;
            return true;
          });
        });
        return true;
      case 16:
        flags = reader.at(['flags'], () => reader.readFixed32());
        return true;
      default:
        return false;
    }
  });

  reader.at(['traceId'], () => {
    if (traceId === noTraceId) reader.fail('missing or all zero');
  });
  reader.at(['spanId'], () => {
    if (spanId === noSpanId) reader.fail('missing or all zero');
  });
  return {
    traceId,
    spanId,
    ...(parentSpanId === noSpanId ? {} : { parentSpanId }),
    traceState,
    flags,
    name,
    kind,
    startTimeUnixNano,
    endTimeUnixNano,
    attributes,
    droppedAttributesCount,
    events,
    droppedEventsCount,
    links,
    droppedLinksCount,
    status,
    statusMessage,
    resource,
    scope,
  };
}

/** An id of `byteLength` bytes as hex; an empty field counts as absent and gives zeros. */
function readId(reader: ProtobufReader, field: string, byteLength: number): string {
  return reader.at([field], () => {
    const hex = reader.readHex();
    if (hex === '') return '0'.repeat(2 * byteLength);
    if (hex.length === 2 * byteLength) return hex;
    return reader.fail(`expected ${byteLength} bytes, found ${hex.length / 2}`);
  });
}

function readEvent(reader: ProtobufReader): SpanEvent {
  const attributes: AttributeRecord = {};
  let attributeCount = 0;
  let timeUnixNano = 0n;
  let name = '';
  reader.readMessage((field) => {
    if (field === 1) timeUnixNano = reader.at(['timeUnixNano'], () => reader.readFixed64());
    else if (field === 2) name = reader.at(['name'], () => reader.readText());
    else if (field === 3) readKeyValue(reader, attributes, 'attributes', attributeCount++, 0);
    else return false;
    return true;
  });
  return { timeUnixNano, name, attributes };
}

function readLink(reader: ProtobufReader): SpanLink {
  const attributes: AttributeRecord = {};
  let attributeCount = 0;
  let [traceId, spanId, traceState] = [noTraceId, noSpanId, ''];
  reader.readMessage((field) => {
    if (field === 1) traceId = readId(reader, 'traceId', 16);
    else if (field === 2) spanId = readId(reader, 'spanId', 8);
    else if (field === 3) traceState = reader.at(['traceState'], () => reader.readText());
    else if (field === 4) readKeyValue(reader, attributes, 'attributes', attributeCount++, 0);
    else return false;
    return true;
  });
  return { traceId, spanId, traceState, attributes };
}
