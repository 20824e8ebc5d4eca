import type { LogRecord } from '../log-record.ts';
import { readAnyValue, readAttributes } from './json-attributes.ts';
import type { JsonCursor } from './json-cursor.ts';
import { readJsonRequest } from './json-request.ts';
import { toOtlpLogsResult, type OtlpLogsResult } from './otlp-result.ts';
import { logsNames } from './signal-names.ts';

/**
 * Decodes an `ExportLogsServiceRequest` in OTLP/JSON. Unknown fields are ignored.
 * Never throws. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function parseOtlpLogsJson(text: string): OtlpLogsResult {
  return toOtlpLogsResult(() => readJsonRequest(text, logsNames, readLogRecord));
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
