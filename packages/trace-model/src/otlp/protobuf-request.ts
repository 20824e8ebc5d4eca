import type { Span } from '../span.ts';
import type { AttributeRecord } from './attribute-record.ts';
import { ProtobufReader } from './protobuf-reader.ts';
import { readResource, readScope } from './protobuf-resource.ts';
import type { SignalNames } from './signal-names.ts';

/** Reads one item (a span, a log record) of an export request: the one with this index in its scope. */
export type ReadProtobufItem<Item> = (
  reader: ProtobufReader,
  index: number,
  resource: AttributeRecord,
  scope: Span['scope'],
) => Item;

/** Reads the items of an export request in protobuf; those of all signals are built alike. Throws an `OtlpDecodeError`. */
export function readProtobufRequest<Item>(
  bytes: Uint8Array,
  names: SignalNames,
  readItem: ReadProtobufItem<Item>,
): readonly Item[] {
  const reader = new ProtobufReader(bytes);
  const items: Item[] = [];

  const readOfResource = (index: number): void => {
    // Fields come in any order: items hold this object, and it is complete when the message ends.
    const resource: AttributeRecord = {};
    let scopeIndex = 0;
    reader.readMessage(names.resources, index, (field) => {
      if (field === 1) readResource(reader, resource);
      else if (field === 2) readOfScope(scopeIndex++, resource);
      else return false;
      return true;
    });
  };
  const readOfScope = (index: number, resource: AttributeRecord): void => {
    const scope = { name: '', version: '' };
    let itemIndex = 0;
    reader.readMessage(names.scopes, index, (field) => {
      if (field === 1) readScope(reader, scope);
      else if (field === 2) items.push(readItem(reader, itemIndex++, resource, scope));
      else return false;
      return true;
    });
  };

  let index = 0;
  while (!reader.atEnd) {
    if (reader.readFieldNumber() === 1) readOfResource(index++);
    else reader.skip();
  }
  return items;
}
