import type { Attributes } from '@opentelemetry/api';
import type { BatchBuffer } from '../../delivery/delivery.ts';
import type { LogRecord } from '../../log/logger.ts';
import { instrumentationScope } from '../../trace/instrumentation-scope.ts';
import { encodeAttributes } from '../encode-attributes.ts';
import { ProtobufWriter } from '../protobuf-writer.ts';
import { encodeLogRecord } from './encode-log-record.ts';

// ExportLogsServiceRequest { resource_logs = 1 }, ResourceLogs { resource = 1, scope_logs = 2 },
// Resource { attributes = 1 }, ScopeLogs { scope = 1, log_records = 2 }, InstrumentationScope { name = 1, version = 2 }
const firstFieldTag = 0x0a;
const secondFieldTag = 0x12;

/** Builds one OTLP log request while records come in: each is encoded at once, all under one resource and one scope. */
export function createLogRequestBuffer(
  resource: Attributes,
): BatchBuffer<LogRecord, Uint8Array<ArrayBuffer>> {
  const writer = new ProtobufWriter();
  let items = 0;

  writer.tag(firstFieldTag);
  const resourceLogsStart = writer.beginMessage();
  writer.tag(firstFieldTag);
  const resourceStart = writer.beginMessage();
  encodeAttributes(writer, firstFieldTag, resource);
  writer.endMessage(resourceStart);
  writer.tag(secondFieldTag);
  const scopeLogsStart = writer.beginMessage();
  writer.tag(firstFieldTag);
  const scopeStart = writer.beginMessage();
  writer.tag(firstFieldTag);
  writer.string(instrumentationScope.name);
  writer.tag(secondFieldTag);
  writer.string(instrumentationScope.version);
  writer.endMessage(scopeStart);
  // The same for every batch: it stays in front of the buffer.
  const emptyLength = writer.length;

  return {
    items: () => items,
    bytes: () => (items === 0 ? 0 : writer.length),
    add: (record) => {
      const before = writer.length;
      try {
        writer.tag(secondFieldTag);
        const start = writer.beginMessage();
        encodeLogRecord(writer, record);
        writer.endMessage(start);
        items += 1;
      } catch (error) {
        writer.truncate(before);
        throw error;
      }
    },
    take: () => {
      writer.endMessage(scopeLogsStart);
      writer.endMessage(resourceLogsStart);
      items = 0;
      return writer.detach(emptyLength);
    },
    recycle: (payload) => writer.recycle(payload),
  };
}
