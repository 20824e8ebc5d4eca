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
// Properties with the ";" in front of each. No two parts of it can match the same blank, so that it is linear.
const propertiesPattern =
  /^(?:;[ \t]*[!#$%&'*+\-.^_`|~0-9A-Za-z]+[ \t]*(?:=[ \t]*(?:[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+[ \t]*)?)?)*$/;
const maxMembers = 64;
const maxBytes = 8192;

/**
 * Reads a `baggage` header. A malformed member is left out, the others stay; over the limits, to which malformed
 * members count too, the whole header is refused.
 */
export function parseBaggage(header: string): Baggage | undefined {
  if (header.length > maxBytes) return undefined;
  const members = header.split(',', maxMembers + 1);
  if (members.length > maxMembers) return undefined;
  const entries = new Map<string, BaggageEntry>();
  for (const member of members) {
    const pairEnd = member.indexOf(';');
    const pair = pairEnd < 0 ? member : member.slice(0, pairEnd);
    const properties = pairEnd < 0 ? '' : member.slice(pairEnd);
    const separator = pair.indexOf('=');
    const key = trimOptionalWhitespace(pair.slice(0, Math.max(0, separator)));
    const value = trimOptionalWhitespace(pair.slice(separator + 1));
    if (!keyPattern.test(key) || !valuePattern.test(value) || !propertiesPattern.test(properties)) continue;
    const metadata = trimOptionalWhitespace(properties.slice(1));
    entries.set(
      key,
      metadata === ''
        ? { value: percentDecode(value) }
        : { value: percentDecode(value), metadata: baggageEntryMetadataFromString(metadata) },
    );
  }
  return entries.size === 0 ? undefined : propagation.createBaggage(Object.fromEntries(entries));
}

/** The header for `baggage`, or undefined when there is nothing to send. Members past the limits and properties that are none are left out. */
export function toBaggageHeader(baggage: Baggage): string | undefined {
  let header = '';
  let count = 0;
  for (const [key, { value, metadata }] of baggage.getAllEntries()) {
    if (!keyPattern.test(key)) continue;
    const member = `${key}=${encode(value)}${propertiesOf(metadata)}`;
    const length = header.length + member.length + (header === '' ? 0 : 1);
    if (count === maxMembers || length > maxBytes) continue;
    header = header === '' ? member : `${header},${member}`;
    count += 1;
  }
  return header === '' ? undefined : header;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** 3.3.1.3: octets that are no UTF-8 become U+FFFD; a stray "%" stands for itself. Takes ASCII. */
function percentDecode(value: string): string {
  if (!value.includes('%')) return value;
  const octets = new Uint8Array(value.length);
  let length = 0;
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    const high = code === 0x25 ? hexDigit(value.charCodeAt(index + 1)) : -1;
    const low = high < 0 ? -1 : hexDigit(value.charCodeAt(index + 2));
    if (low >= 0) index += 2;
    octets[length++] = low < 0 ? code : high * 16 + low;
  }
  return utf8.decode(octets.subarray(0, length));
}

/** The value of a hexadecimal digit, or -1 (also for the NaN behind the end of a text). */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function encode(value: string): string {
  // Lone surrogates have no UTF-8 form; encodeURIComponent would throw on them.
  return encodeURIComponent(value.toWellFormed());
}

/** Metadata is any text for the API; what would end the member or the header must not get out. */
function propertiesOf(metadata: BaggageEntryMetadata | undefined): string {
  if (metadata === undefined) return '';
  const properties = `;${metadata.toString()}`;
  if (propertiesPattern.test(properties)) return properties;
  const valid = properties
    .slice(1)
    .split(';')
    .filter((text) => propertiesPattern.test(`;${text}`));
  return valid.map((text) => `;${trimOptionalWhitespace(text)}`).join('');
}
