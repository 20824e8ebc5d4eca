import type { Span } from '../span.ts';
import { readAttributes } from './json-attributes.ts';
import { JsonCursor } from './json-cursor.ts';
import { parseJson } from './parse-json.ts';
import type { SignalNames } from './signal-names.ts';

/** Reads one item (a span, a log record) of an export request. */
export type ReadJsonItem<Item> = (item: JsonCursor, resource: Span['resource'], scope: Span['scope']) => Item;

/** Reads the items of an export request in OTLP/JSON, whatever its signal. Throws an `OtlpDecodeError`. */
export function readJsonRequest<Item>(
  text: string,
  names: SignalNames,
  readItem: ReadJsonItem<Item>,
): readonly Item[] {
  const request = new JsonCursor(parseJson(text));
  if (request.isAbsent) request.fail('an object');
  const misnamed = request.member(names.resourcesInProtobuf);
  if (!misnamed.isAbsent)
    misnamed.fail(`the lowerCamelCase name ${names.resources}`, names.resourcesInProtobuf);
  return request
    .member(names.resources)
    .items()
    .flatMap((ofResource) => {
      const resource = readAttributes(ofResource.member('resource').member('attributes'));
      return ofResource
        .member(names.scopes)
        .items()
        .flatMap((ofScope) => {
          const scope = readScope(ofScope.member('scope'));
          return ofScope
            .member(names.items)
            .items()
            .map((item) => readItem(item, resource, scope));
        });
    });
}

function readScope(scope: JsonCursor): Span['scope'] {
  return { name: scope.member('name').text(), version: scope.member('version').text() };
}
