import type { LogRecord } from '../log-record.ts';
import type { AttributeValue } from '../span.ts';
import type { AttributeRecord } from './attribute-record.ts';
import { readAnyValue, readKeyValue } from './protobuf-attributes.ts';
import type { ProtobufReader } from './protobuf-reader.ts';
import { readId } from './protobuf-span.ts';

const noTraceId = '0'.repeat(32);
const noSpanId = '0'.repeat(16);

/** Reads one `opentelemetry.proto.logs.v1.LogRecord`. */
export function readLogRecord(
  reader: ProtobufReader,
  index: number,
  resource: AttributeRecord,
  scope: LogRecord['scope'],
): LogRecord {
  const attributes: AttributeRecord = {};
  let [timeUnixNano, observedTimeUnixNano] = [0n, 0n];
  let severityNumber = 0;
  let [severityText, eventName] = ['', ''];
  let body: AttributeValue = null;
  let [traceId, spanId] = [noTraceId, noSpanId];
  let attributeCount = 0;
  reader.readMessage('logRecords', index, (field) => {
    switch (field) {
      case 1:
        timeUnixNano = reader.readFixed64('timeUnixNano');
        return true;
      case 2:
        severityNumber = reader.readUint32('severityNumber');
        return true;
      case 3:
        severityText = reader.readText('severityText');
        return true;
      case 5:
        body = readAnyValue(reader, 'body', undefined, 0);
        return true;
      case 6:
        readKeyValue(reader, attributes, 'attributes', attributeCount++);
        return true;
      case 9:
        traceId = readId(reader, 'traceId', 16);
        return true;
      case 10:
        spanId = readId(reader, 'spanId', 8);
        return true;
      case 11:
        observedTimeUnixNano = reader.readFixed64('observedTimeUnixNano');
        return true;
      case 12:
        eventName = reader.readText('eventName');
        return true;
      default:
        return false;
    }
  });
  return {
    timeUnixNano,
    observedTimeUnixNano,
    severityNumber,
    severityText,
    body,
    eventName,
    attributes,
    ...(traceId === noTraceId ? {} : { traceId }),
    ...(spanId === noSpanId ? {} : { spanId }),
    resource,
    scope,
  };
}
