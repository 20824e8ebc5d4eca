import type { AttributeRecord } from './attribute-record.ts';
import { readKeyValue } from './protobuf-attributes.ts';
import type { ProtobufReader } from './protobuf-reader.ts';

/** Reads `opentelemetry.proto.resource.v1.Resource` into its attributes. */
export function readResource(reader: ProtobufReader, resource: AttributeRecord): void {
  let index = 0;
  reader.readMessage('resource', undefined, (field) => {
    if (field !== 1) return false;
    readKeyValue(reader, resource, 'attributes', index++);
    return true;
  });
}

/** Reads `opentelemetry.proto.common.v1.InstrumentationScope` into `scope`. */
export function readScope(reader: ProtobufReader, scope: { name: string; version: string }): void {
  reader.readMessage('scope', undefined, (field) => {
    if (field === 1) scope.name = reader.readText('name');
    else if (field === 2) scope.version = reader.readText('version');
    else return false;
    return true;
  });
}
