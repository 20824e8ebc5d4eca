import type { Span } from '../span.ts';
import type { AttributeRecord } from './attribute-record.ts';
import { toOtlpTraceResult, type OtlpTraceResult } from './otlp-result.ts';
import { ProtobufReader } from './protobuf-reader.ts';
import { readResource, readScope } from './protobuf-resource.ts';
import { readSpan } from './protobuf-span.ts';

/**
 * Decodes an `ExportTraceServiceRequest` in protobuf. Unknown fields are skipped; bytes that are not UTF-8 become U+FFFD.
 * Never throws. https://opentelemetry.io/docs/specs/otlp/#binary-protobuf-encoding
 */
export function parseOtlpTraceProtobuf(bytes: Uint8Array): OtlpTraceResult {
  return toOtlpTraceResult(() => {
    const reader = new ProtobufReader(bytes);
    const spans: Span[] = [];
    let index = 0;
    while (!reader.atEnd) {
      if (reader.readFieldNumber() === 1) readResourceSpans(reader, index++, spans);
      else reader.skip();
    }
    return spans;
  });
}

function readResourceSpans(reader: ProtobufReader, index: number, spans: Span[]): void {
  // Fields come in any order: spans hold this object, and it is complete when the message ends.
  const resource: AttributeRecord = {};
  let scopeIndex = 0;
  reader.readMessage('resourceSpans', index, (field) => {
    if (field === 1) readResource(reader, resource);
    else if (field === 2) readScopeSpans(reader, scopeIndex++, resource, spans);
    else return false;
    return true;
  });
}

function readScopeSpans(
  reader: ProtobufReader,
  index: number,
  resource: AttributeRecord,
  spans: Span[],
): void {
  const scope = { name: '', version: '' };
  let spanIndex = 0;
  reader.readMessage('scopeSpans', index, (field) => {
    if (field === 1) readScope(reader, scope);
    else if (field === 2) spans.push(readSpan(reader, spanIndex++, resource, scope));
    else return false;
    return true;
  });
}
