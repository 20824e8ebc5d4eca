import type { LogRecord } from '../log-record.ts';
import { readAnyValue, readAttributes } from './json-attributes.ts';
import { JsonCursor } from './json-cursor.ts';
import { toOtlpLogsResult, type OtlpLogsResult } from './otlp-result.ts';
import { parseJson } from './parse-json.ts';

/**
 * Decodes an `ExportLogsServiceRequest` in OTLP/JSON. Unknown fields are ignored.
 * Never throws. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function parseOtlpLogsJson(text: string): OtlpLogsResult {
  return toOtlpLogsResult(() => {
    const request = new JsonCursor(parseJson(text));
    if (request.isAbsent) request.fail('an object');
    if (!request.member('resource_logs').isAbsent)
      request.member('resource_logs').fail('the lowerCamelCase name resourceLogs', 'resource_logs');
    return request.member('resourceLogs').items().flatMap(readResourceLogs);
  });
}

function readResourceLogs(resourceLogs: JsonCursor): readonly LogRecord[] {
  const resource = readAttributes(resourceLogs.member('resource').member('attributes'));
  return resourceLogs
    .member('scopeLogs')
    .items()
    .flatMap((scopeLogs) => {
      const scopeCursor = scopeLogs.member('scope');
      const scope = {
        name: scopeCursor.member('name').text(),
        version: scopeCursor.member('version').text(),
      };
      return scopeLogs
        .member('logRecords')
        .items()
        .map((record) => readLogRecord(record, resource, scope));
    });
}

function readLogRecord(
  record: JsonCursor,
  resource: LogRecord['resource'],
  scope: LogRecord['scope'],
): LogRecord {
  const traceId = record.member('traceId').id(32);
  const spanId = record.member('spanId').id(16);
  return {
    timeUnixNano: record.member('timeUnixNano').uint64(),
    observedTimeUnixNano: record.member('observedTimeUnixNano').uint64(),
    severityNumber: record.member('severityNumber').enumNumber(),
    severityText: record.member('severityText').text(),
    body: readAnyValue(record.member('body')),
    eventName: record.member('eventName').text(),
    attributes: readAttributes(record.member('attributes')),
    ...(isZero(traceId) ? {} : { traceId }),
    ...(isZero(spanId) ? {} : { spanId }),
    resource,
    scope,
  };
}

function isZero(id: string): boolean {
  return /^0+$/.test(id);
}
