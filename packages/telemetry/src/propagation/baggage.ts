import {
  baggageEntryMetadataFromString,
  propagation,
  type Baggage,
  type BaggageEntry,
  type BaggageEntryMetadata,
} from '@opentelemetry/api';
import { trimOptionalWhitespace } from './optional-whitespace.ts';

// W3C Baggage, 3.3.1: token keys, baggage-octet values, optional properties after ";"; 3.3.2: limits.
const keyPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const valuePattern = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;
const maxMembers = 64;
const maxBytes = 8192;

/** Reads a `baggage` header. A malformed member is left out, the others stay; over the limits the whole header is refused. */
export function parseBaggage(header: string): Baggage | undefined {
  if (header.length > maxBytes) return undefined;
  const entries = new Map<string, BaggageEntry>();
  let count = 0;
  for (const member of header.split(',')) {
    const [pair = '', ...properties] = member.split(';').map(trimOptionalWhitespace);
    const separator = pair.indexOf('=');
    const key = trimOptionalWhitespace(pair.slice(0, Math.max(0, separator)));
    const value = decode(trimOptionalWhitespace(pair.slice(separator + 1)));
    if (!keyPattern.test(key) || value === undefined || !properties.every(isProperty)) continue;
    count += 1;
    if (count > maxMembers) return undefined;
    const metadata = properties.join(';');
    entries.set(
      key,
      metadata === '' ? { value } : { value, metadata: baggageEntryMetadataFromString(metadata) },
    );
  }
  return count === 0 ? undefined : propagation.createBaggage(Object.fromEntries(entries));
}

/** The header for `baggage`, or undefined when there is nothing to send. Members past the limits and properties that are none are left out. */
export function toBaggageHeader(baggage: Baggage): string | undefined {
  let header = '';
  let count = 0;
  for (const [key, { value, metadata }] of baggage.getAllEntries()) {
    if (!keyPattern.test(key)) continue;
    const member = [`${key}=${encode(value)}`, ...propertiesOf(metadata)].join(';');
    const length = header.length + member.length + (header === '' ? 0 : 1);
    if (count === maxMembers || length > maxBytes) continue;
    header = header === '' ? member : `${header},${member}`;
    count += 1;
  }
  return header === '' ? undefined : header;
}

function decode(value: string): string | undefined {
  if (!valuePattern.test(value)) return undefined;
  if (!value.includes('%')) return value;
  // 3.3.1.3: octets that are no UTF-8 become U+FFFD; a stray "%" stands for itself.
  const bytes = value.replace(/%(?![0-9A-Fa-f]{2})/g, '%25');
  try {
    return decodeURIComponent(bytes);
  } catch {
    const octets = bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      Uint8Array.from(octets, (character) => character.charCodeAt(0)),
    );
  }
}

function encode(value: string): string {
  // Lone surrogates have no UTF-8 form; encodeURIComponent would throw on them.
  return encodeURIComponent(value.toWellFormed());
}

/** A property is a token, alone or with a value. Takes trimmed text. */
function isProperty(text: string): boolean {
  const separator = text.indexOf('=');
  if (separator < 0) return keyPattern.test(text);
  return (
    keyPattern.test(trimOptionalWhitespace(text.slice(0, separator))) &&
    valuePattern.test(trimOptionalWhitespace(text.slice(separator + 1)))
  );
}

/** Metadata is any text for the API; what would end the member or the header must not get out. */
function propertiesOf(metadata: BaggageEntryMetadata | undefined): readonly string[] {
  return metadata === undefined
    ? []
    : metadata.toString().split(';').map(trimOptionalWhitespace).filter(isProperty);
}
