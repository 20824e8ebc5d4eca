import { create, createFileRegistry, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import type { DescMessage, JsonValue } from '@bufbuild/protobuf';
import { protoCamelCase } from '@bufbuild/protobuf/reflect';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type DescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { otlpFileDescriptors } from './otlp-descriptors.ts';

/** A plain object in the shape of the message. */
export type OracleRequest = Record<string, unknown>;

/** OTLP encoded and decoded by `@bufbuild/protobuf` from the official descriptors: what our own code is compared with. */

const registry = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: otlpFileDescriptors.map((base64) => {
      const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(base64, 'base64'));
      file.messageType.forEach(setJsonNames);
      return file;
    }),
  }),
);

const requestSchema = findMessage('opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest');
const logsRequestSchema = findMessage('opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest');
const logsResponseSchema = findMessage('opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse');
const responseSchema = findMessage('opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse');

export function encodeRequest(request: OracleRequest): Uint8Array {
  return toBinary(requestSchema, create(requestSchema, request));
}

export function encodeLogsRequest(request: OracleRequest): Uint8Array {
  return toBinary(logsRequestSchema, create(logsRequestSchema, request));
}

export function encodeLogsRequestJson(request: OracleRequest): string {
  const json = toJson(logsRequestSchema, create(logsRequestSchema, request), { enumAsInteger: true });
  return JSON.stringify(toOtlpJson(json));
}

export function decodeLogsResponseJson(bytes: Uint8Array): JsonValue {
  return toJson(logsResponseSchema, fromBinary(logsResponseSchema, bytes));
}

/** OTLP/JSON: protobuf's JSON mapping with hex ids, and enums as numbers. */
export function encodeRequestJson(request: OracleRequest): string {
  const json = toJson(requestSchema, create(requestSchema, request), { enumAsInteger: true });
  return JSON.stringify(toOtlpJson(json));
}

export function decodeResponseJson(bytes: Uint8Array): JsonValue {
  return toJson(responseSchema, fromBinary(responseSchema, bytes));
}

/** Descriptors generated for Python leave the JSON names out. */
function setJsonNames(message: DescriptorProto): void {
  for (const field of message.field) field.jsonName = protoCamelCase(field.name);
  message.nestedType.forEach(setJsonNames);
}

function findMessage(typeName: string): DescMessage {
  const schema = registry.getMessage(typeName);
  if (schema === undefined) throw new Error(`no descriptor of ${typeName}`);
  return schema;
}

const idFields = new Set(['traceId', 'spanId', 'parentSpanId']);

function toOtlpJson(json: JsonValue): JsonValue {
  // JSON.stringify forgets the sign; protobuf's JSON mapping takes numbers as texts too.
  if (Object.is(json, -0)) return '-0';
  if (Array.isArray(json)) return json.map(toOtlpJson);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      idFields.has(key) && typeof value === 'string'
        ? Buffer.from(value, 'base64').toString('hex')
        : toOtlpJson(value),
    ]),
  );
}
