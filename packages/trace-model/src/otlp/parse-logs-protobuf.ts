import { toOtlpLogsResult, type OtlpLogsResult } from './otlp-result.ts';
import { readLogRecord } from './protobuf-log-record.ts';
import { readProtobufRequest } from './protobuf-request.ts';
import { logsNames } from './signal-names.ts';

/**
 * Decodes an `ExportLogsServiceRequest` in protobuf. Unknown fields are skipped; bytes that are not UTF-8 become U+FFFD.
 * Never throws. https://opentelemetry.io/docs/specs/otlp/#binary-protobuf-encoding
 */
export function parseOtlpLogsProtobuf(bytes: Uint8Array): OtlpLogsResult {
  return toOtlpLogsResult(() => readProtobufRequest(bytes, logsNames, readLogRecord));
}
