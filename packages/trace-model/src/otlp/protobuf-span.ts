import type { Span, SpanEvent, SpanKind, SpanLink, SpanStatus } from '../span.ts';
import type { AttributeRecord } from './attribute-record.ts';
import { readKeyValue } from './protobuf-attributes.ts';
import type { ProtobufReader } from './protobuf-reader.ts';
import { toSpanKind, toSpanStatus } from './span-enums.ts';

const noTraceId = '0'.repeat(32);
const noSpanId = '0'.repeat(16);

/** Reads one `opentelemetry.proto.trace.v1.Span`. */
export function readSpan(
  reader: ProtobufReader,
  index: number,
  resource: AttributeRecord,
  scope: Span['scope'],
): Span {
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

  reader.readMessage('spans', index, (field) => {
    switch (field) {
      case 1:
        traceId = readId(reader, 'traceId', 16);
        return true;
      case 2:
        spanId = readId(reader, 'spanId', 8);
        return true;
      case 3:
        traceState = reader.readText('traceState');
        return true;
      case 4:
        parentSpanId = readId(reader, 'parentSpanId', 8);
        return true;
      case 5:
        name = reader.readText('name');
        return true;
      case 6:
        kind = toSpanKind(reader.readUint32('kind'));
        return true;
      case 7:
        startTimeUnixNano = reader.readFixed64('startTimeUnixNano');
        return true;
      case 8:
        endTimeUnixNano = reader.readFixed64('endTimeUnixNano');
        return true;
      case 9:
        readKeyValue(reader, attributes, 'attributes', attributeCount++);
        return true;
      case 10:
        droppedAttributesCount = reader.readUint32('droppedAttributesCount');
        return true;
      case 11:
        events.push(readEvent(reader, events.length));
        return true;
      case 12:
        droppedEventsCount = reader.readUint32('droppedEventsCount');
        return true;
      case 13:
        links.push(readLink(reader, links.length));
        return true;
      case 14:
        droppedLinksCount = reader.readUint32('droppedLinksCount');
        return true;
      case 15:
        reader.readMessage('status', undefined, (field) => {
          if (field === 2) statusMessage = reader.readText('message');
          else if (field === 3) status = toSpanStatus(reader.readUint32('code'));
          else return false;
          return true;
        });
        return true;
      case 16:
        flags = reader.readFixed32('flags');
        return true;
      default:
        return false;
    }
  });

  for (const [name, id] of [
    ['traceId', traceId],
    ['spanId', spanId],
  ] as const) {
    if (/^0+$/.test(id)) reader.fail('missing or all zero', ['spans', index, name]);
  }
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
export function readId(reader: ProtobufReader, field: string, byteLength: number): string {
  const hex = reader.readHex(field);
  if (hex === '') return '0'.repeat(2 * byteLength);
  if (hex.length === 2 * byteLength) return hex;
  return reader.fail(`expected ${byteLength} bytes, found ${hex.length / 2}`);
}

function readEvent(reader: ProtobufReader, index: number): SpanEvent {
  const attributes: AttributeRecord = {};
  let attributeCount = 0;
  let timeUnixNano = 0n;
  let name = '';
  reader.readMessage('events', index, (field) => {
    if (field === 1) timeUnixNano = reader.readFixed64('timeUnixNano');
    else if (field === 2) name = reader.readText('name');
    else if (field === 3) readKeyValue(reader, attributes, 'attributes', attributeCount++);
    else return false;
    return true;
  });
  return { timeUnixNano, name, attributes };
}

function readLink(reader: ProtobufReader, index: number): SpanLink {
  const attributes: AttributeRecord = {};
  let attributeCount = 0;
  let [traceId, spanId, traceState] = [noTraceId, noSpanId, ''];
  reader.readMessage('links', index, (field) => {
    if (field === 1) traceId = readId(reader, 'traceId', 16);
    else if (field === 2) spanId = readId(reader, 'spanId', 8);
    else if (field === 3) traceState = reader.readText('traceState');
    else if (field === 4) readKeyValue(reader, attributes, 'attributes', attributeCount++);
    else return false;
    return true;
  });
  return { traceId, spanId, traceState, attributes };
}
