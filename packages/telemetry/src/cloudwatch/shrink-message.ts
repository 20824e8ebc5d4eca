import type { JsonObject, JsonValue } from '../log/json-value.ts';
import { utf8Length } from '../xray/segment/byte-length.ts';

/** A text that was cut: where it is, and how many UTF-8 bytes it had. */
interface Truncated {
  readonly field: string;
  readonly bytes: number;
}

/** What is told of each line; more cuts than that are not listed. */
const maxListed = 10;
const ellipsis = '…';
/** `_truncated` itself, with its list. */
const listingBytes = 2048;

/**
 * The message as JSON of at most `maxBytes` in UTF-8: the largest texts are cut, on code points, as little as needed;
 * `_truncated` lists them. What is too large without its texts keeps its first fields, cut.
 */
export function shrinkMessage(message: JsonObject, maxBytes: number): string {
  const room = maxBytes - listingBytes;
  let low = 0;
  let high = longestText(message);
  // The largest length of a text with which all of it fits.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (utf8Length(JSON.stringify(cutTexts(message, middle, '', []))) <= room) low = middle;
    else high = middle - 1;
  }
  const truncated: Truncated[] = [];
  const cut = cutTexts(message, low, '', truncated);
  const listed = truncated
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, maxListed)
    .map(({ field, bytes }) => ({ field: field.slice(0, 100), bytes }));
  const shrunk = JSON.stringify({ ...asObject(cut), _truncated: listed });
  return utf8Length(shrunk) <= maxBytes ? shrunk : JSON.stringify(firstFields(message, room));
}

function longestText(value: JsonValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((longest, member) => Math.max(longest, longestText(member)), 0);
}

function cutTexts(value: JsonValue, maxLength: number, path: string, truncated: Truncated[]): JsonValue {
  if (typeof value === 'string') {
    if (value.length <= maxLength) return value;
    truncated.push({ field: path, bytes: utf8Length(value) });
    return cutOnCodePoint(value, maxLength) + ellipsis;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value))
    return value.map((member, index) => cutTexts(member, maxLength, `${path}.${index}`, truncated));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      cutTexts(member, maxLength, path === '' ? key : `${path}.${key}`, truncated),
    ]),
  );
}

/** Texts and numbers of the top level, as long as they fit. */
function firstFields(message: JsonObject, room: number): JsonObject {
  const kept: Record<string, JsonValue> = {};
  const bytes = utf8Length(JSON.stringify(message));
  let left = room;
  for (const [key, value] of Object.entries(message)) {
    if (typeof value === 'object' && value !== null) continue;
    const shown = typeof value === 'string' ? cutOnCodePoint(value, maxFirstFieldLength) : value;
    left -= utf8Length(JSON.stringify({ [key]: shown }));
    if (left < 0) break;
    kept[key] = shown;
  }
  return { ...kept, _truncated: [{ field: '', bytes }] };
}

const maxFirstFieldLength = 4096;

function cutOnCodePoint(text: string, maxLength: number): string {
  const last = text.charCodeAt(maxLength - 1);
  return text.slice(0, Math.max(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength));
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function asObject(value: JsonValue): JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value) ? value : {};
}
