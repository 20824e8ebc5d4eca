import type { LogRecord } from '../log-record.ts';
import type { Span } from '../span.ts';

/** The two wire encodings of OTLP/HTTP. */
export type OtlpEncoding = 'json' | 'protobuf';

/** Where an OTLP request is wrong, and how. */
export interface OtlpProblem {
  /** Field path in OTLP/JSON names, e.g. `resourceSpans[0].scopeSpans[1].spans[3].traceId`. Empty for the whole message. */
  readonly path: string;
  /** What was expected and what was found; for protobuf it begins with the byte offset. */
  readonly message: string;
}

export type OtlpTraceResult =
  | { readonly ok: true; readonly spans: readonly Span[] }
  | { readonly ok: false; readonly problem: OtlpProblem };

export type OtlpLogsResult =
  | { readonly ok: true; readonly records: readonly LogRecord[] }
  | { readonly ok: false; readonly problem: OtlpProblem };

export type PathSegment = string | number;

/** Thrown inside the decoders only; the public parse functions turn it into a result. */
export class OtlpDecodeError extends Error {
  readonly path: string;

  constructor(path: readonly PathSegment[], message: string) {
    super(message);
    this.name = 'OtlpDecodeError';
    this.path = formatPath(path);
  }
}

/** Runs a decoder that reports bad input by throwing an `OtlpDecodeError`. */
export function toOtlpTraceResult(decode: () => readonly Span[]): OtlpTraceResult {
  const result = runDecoder(decode);
  return result.ok ? { ok: true, spans: result.value } : result;
}

export function toOtlpLogsResult(decode: () => readonly LogRecord[]): OtlpLogsResult {
  const result = runDecoder(decode);
  return result.ok ? { ok: true, records: result.value } : result;
}

function runDecoder<T>(
  decode: () => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: OtlpProblem } {
  try {
    return { ok: true, value: decode() };
  } catch (error) {
    if (error instanceof OtlpDecodeError) {
      return { ok: false, problem: { path: error.path, message: error.message } };
    }
    throw error;
  }
}

function formatPath(path: readonly PathSegment[]): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    return text === '' ? segment : `${text}.${segment}`;
  }, '');
}
