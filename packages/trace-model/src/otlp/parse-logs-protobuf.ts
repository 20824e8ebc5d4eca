import type { LogRecord } from '../log-record.ts';
import type { AttributeRecord } from './attribute-record.ts';
import { toOtlpLogsResult, type OtlpLogsResult } from './otlp-result.ts';
import { readLogRecord } from './protobuf-log-record.ts';
import { ProtobufReader } from './protobuf-reader.ts';
import { readResource, readScope } from './protobuf-resource.ts';

/**
 * Decodes an `ExportLogsServiceRequest` in protobuf. Unknown fields are skipped; bytes that are not UTF-8 become U+FFFD.
 * Never throws. https://opentelemetry.io/docs/specs/otlp/#binary-protobuf-encoding
 */
export function parseOtlpLogsProtobuf(bytes: Uint8Array): OtlpLogsResult {
  return toOtlpLogsResult(() => {
    const reader = new ProtobufReader(bytes);
    const records: LogRecord[] = [];
    let index = 0;
    while (!reader.atEnd) {
      if (reader.readFieldNumber() === 1) readResourceLogs(reader, index++, records);
      else reader.skip();
    }
    return records;
  });
}

function readResourceLogs(reader: ProtobufReader, index: number, records: LogRecord[]): void {
  // Fields come in any order: records hold this object, and it is complete when the message ends.
  const resource: AttributeRecord = {};
  let scopeIndex = 0;
  reader.readMessage('resourceLogs', index, (field) => {
    if (field === 1) readResource(reader, resource);
    else if (field === 2) readScopeLogs(reader, scopeIndex++, resource, records);
    else return false;
    return true;
  });
}

function readScopeLogs(
  reader: ProtobufReader,
  index: number,
  resource: AttributeRecord,
  records: LogRecord[],
): void {
  const scope = { name: '', version: '' };
  let recordIndex = 0;
  reader.readMessage('scopeLogs', index, (field) => {
    if (field === 1) readScope(reader, scope);
    else if (field === 2) records.push(readLogRecord(reader, recordIndex++, resource, scope));
    else return false;
    return true;
  });
}
