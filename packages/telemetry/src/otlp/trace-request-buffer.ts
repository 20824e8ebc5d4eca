import type { Attributes } from '@opentelemetry/api';
import type { BatchBuffer } from '../delivery/delivery.ts';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { encodeAttributes } from './encode-attributes.ts';
import { encodeSpan } from './encode-span.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

// ExportTraceServiceRequest { resource_spans = 1 }, ResourceSpans { resource = 1, scope_spans = 2 },
// Resource { attributes = 1 }, ScopeSpans { scope = 1, spans = 2 }, InstrumentationScope { name = 1, version = 2 }
const firstFieldTag = 0x0a;
const secondFieldTag = 0x12;

/** What a receiver takes; these throw at what is over: that span is then dropped before it spoils a whole request. */
export interface TraceRequestLimits {
  /** Given the bytes of one encoded span. */
  readonly checkSpan: (bytes: number) => void;
  /** Given the bytes of the encoded resource and the scope together. */
  readonly checkResourceAndScope: (bytes: number) => void;
}

/**
 * Builds one OTLP trace request while spans come in: each span that is added can be collected at once.
 * Spans of one scope that come one after the other share a ScopeSpans.
 */
export function createTraceRequestBuffer(
  resource: Attributes,
  limits?: TraceRequestLimits,
): BatchBuffer<FinishedSpan, Uint8Array<ArrayBuffer>> {
  const writer = new ProtobufWriter();
  let items = 0;
  let scopeStart = -1;
  let scopeName = '';
  let scopeVersion: string | undefined;

  writer.tag(firstFieldTag);
  const resourceSpansStart = writer.beginMessage();
  writer.tag(firstFieldTag);
  const resourceStart = writer.beginMessage();
  encodeAttributes(writer, firstFieldTag, resource);
  writer.endMessage(resourceStart);
  // The resource is the same for every batch: it stays in front of the buffer.
  const emptyLength = writer.length;

  const openScope = (name: string, version: string | undefined): void => {
    closeScope();
    writer.tag(secondFieldTag);
    scopeStart = writer.beginMessage();
    writer.tag(firstFieldTag);
    const start = writer.beginMessage();
    writer.tag(firstFieldTag);
    writer.string(name);
    if (version !== undefined) {
      writer.tag(secondFieldTag);
      writer.string(version);
    }
    writer.endMessage(start);
    scopeName = name;
    scopeVersion = version;
    limits?.checkResourceAndScope(emptyLength + writer.length - scopeStart);
  };

  const closeScope = (): void => {
    if (scopeStart >= 0) writer.endMessage(scopeStart);
    scopeStart = -1;
  };

  return {
    items: () => items,
    bytes: () => (items === 0 ? 0 : writer.length),
    add: (span) => {
      const before = writer.length;
      try {
        const { name, version } = span.instrumentationScope;
        if (scopeStart < 0 || name !== scopeName || version !== scopeVersion) openScope(name, version);
        writer.tag(secondFieldTag);
        const start = writer.beginMessage();
        encodeSpan(writer, span);
        limits?.checkSpan(writer.length - start);
        writer.endMessage(start);
        items += 1;
      } catch (error) {
        writer.truncate(before);
        if (scopeStart > before) scopeStart = -1;
        throw error;
      }
    },
    take: () => {
      closeScope();
      writer.endMessage(resourceSpansStart);
      items = 0;
      return writer.detach(emptyLength);
    },
    recycle: (payload) => writer.recycle(payload),
  };
}
