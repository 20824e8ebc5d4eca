import { toOtlpTraceResult, type OtlpTraceResult } from './otlp-result.ts';
import { readProtobufRequest } from './protobuf-request.ts';
import { readSpan } from './protobuf-span.ts';
import { traceNames } from './signal-names.ts';

/**
 * Decodes an `ExportTraceServiceRequest` in protobuf. Unknown fields are skipped; bytes that are not UTF-8 become U+FFFD.
 * Never throws. https://opentelemetry.io/docs/specs/otlp/#binary-protobuf-encoding
 */
export function parseOtlpTraceProtobuf(bytes: Uint8Array): OtlpTraceResult {
  return toOtlpTraceResult(() => readProtobufRequest(bytes, traceNames, readSpan));
}
