import type { OtlpEncoding } from './otlp-result.ts';
import { toMessageField, toTextField, toVarintField } from './protobuf-writer.ts';

/** How many spans of an accepted request were not taken, and why in words for the sender's operator. */
export interface OtlpPartialSuccess {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

/**
 * The body of a 200 answer: an `ExportTraceServiceResponse`, empty when everything was taken.
 * https://opentelemetry.io/docs/specs/otlp/#partial-success-1
 */
export function toOtlpTraceResponse(
  encoding: OtlpEncoding,
  partialSuccess?: OtlpPartialSuccess,
): string | Uint8Array<ArrayBuffer> {
  if (partialSuccess === undefined) return encoding === 'json' ? '{}' : new Uint8Array();
  const { rejectedSpans, errorMessage } = partialSuccess;
  return toPartialSuccess(encoding, 'rejectedSpans', rejectedSpans, errorMessage);
}

/** How many log records of an accepted request were not taken, and why. */
export interface OtlpLogsPartialSuccess {
  readonly rejectedLogRecords: number;
  readonly errorMessage: string;
}

/** The same for log records: an `ExportLogsServiceResponse`. https://opentelemetry.io/docs/specs/otlp/#partial-success-1 */
export function toOtlpLogsResponse(
  encoding: OtlpEncoding,
  partialSuccess?: OtlpLogsPartialSuccess,
): string | Uint8Array<ArrayBuffer> {
  if (partialSuccess === undefined) return encoding === 'json' ? '{}' : new Uint8Array();
  const { rejectedLogRecords, errorMessage } = partialSuccess;
  return toPartialSuccess(encoding, 'rejectedLogRecords', rejectedLogRecords, errorMessage);
}

function toPartialSuccess(
  encoding: OtlpEncoding,
  jsonName: string,
  rejected: number,
  errorMessage: string,
): string | Uint8Array<ArrayBuffer> {
  // int64 is text in protobuf's JSON mapping.
  if (encoding === 'json')
    return JSON.stringify({ partialSuccess: { [jsonName]: String(rejected), errorMessage } });
  return Uint8Array.from(toMessageField(1, [...toVarintField(1, rejected), ...toTextField(2, errorMessage)]));
}

/** The codes of `google.rpc.Code` that a receiver answers with. */
export type OtlpStatusCode = 3 | 5 | 8 | 12 | 13;

/**
 * The body of a 4xx or 5xx answer: a `google.rpc.Status`.
 * https://opentelemetry.io/docs/specs/otlp/#failures-1
 */
export function toOtlpStatus(
  encoding: OtlpEncoding,
  code: OtlpStatusCode,
  message: string,
): string | Uint8Array<ArrayBuffer> {
  if (encoding === 'json') return JSON.stringify({ code, message });
  return Uint8Array.from([...toVarintField(1, code), ...toTextField(2, message)]);
}
