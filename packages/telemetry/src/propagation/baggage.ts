import type { Baggage, BaggageEntryMetadata } from '@opentelemetry/api';
import { trimOptionalWhitespace } from './optional-whitespace.ts';
import { isPercentEncoded, percentDecode, percentEncode } from './percent-encoding.ts';
import { ReceivedBaggage, type ReceivedMember } from './received-baggage.ts';

// W3C Baggage, 3.3.1: token keys, baggage-octet values, optional properties after ";"; 3.3.2: limits.
const keyPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const valuePattern = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;
// Properties with the ";" in front of each. No end of the text in it, which would have it try again what has matched.
const propertiesPattern =
  /^(?:;[ \t]*[!#$%&'*+\-.^_`|~0-9A-Za-z]+[ \t]*(?:=[ \t]*(?:[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+[ \t]*)?)?)*/;
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
  const received = new Map<string, ReceivedMember>();
  for (const member of members) {
    const pairEnd = member.indexOf(';');
    const pair = pairEnd < 0 ? member : member.slice(0, pairEnd);
    const properties = pairEnd < 0 ? '' : member.slice(pairEnd);
    const separator = pair.indexOf('=');
    const key = trimOptionalWhitespace(pair.slice(0, Math.max(0, separator)));
    const value = trimOptionalWhitespace(pair.slice(separator + 1));
    if (!keyPattern.test(key) || !valuePattern.test(value) || !isPropertyList(properties)) continue;
    received.set(key, { value, metadata: trimOptionalWhitespace(properties.slice(1)) });
  }
  return received.size === 0 ? undefined : new ReceivedBaggage(received);
}

/** The header for `baggage`, or undefined when there is nothing to send. Members past the limits and properties that are none are left out. */
export function toBaggageHeader(baggage: Baggage): string | undefined {
  let header = '';
  let count = 0;
  for (const member of baggage instanceof ReceivedBaggage ? receivedMembers(baggage) : ownMembers(baggage)) {
    const length = header.length + member.length + (header === '' ? 0 : 1);
    if (count === maxMembers || length > maxBytes) continue;
    header = header === '' ? member : `${header},${member}`;
    count += 1;
  }
  return header === '' ? undefined : header;
}

/** As they came in, but for a stray "%", which another reader may take for something else. */
function receivedMembers({ members }: ReceivedBaggage): readonly string[] {
  return Array.from(members, ([key, { value, metadata }]) => {
    const encoded = isPercentEncoded(value) ? value : percentEncode(percentDecode(value));
    return `${key}=${encoded}${metadata === '' ? '' : `;${metadata}`}`;
  });
}

function ownMembers(baggage: Baggage): readonly string[] {
  return baggage
    .getAllEntries()
    .filter(([key]) => keyPattern.test(key))
    .map(([key, { value, metadata }]) => `${key}=${percentEncode(value)}${propertiesOf(metadata)}`);
}

/** Metadata is any text for the API; what would end the member or the header must not get out. */
function propertiesOf(metadata: BaggageEntryMetadata | undefined): string {
  if (metadata === undefined) return '';
  const properties = `;${metadata.toString()}`;
  if (isPropertyList(properties)) return properties;
  const valid = properties
    .slice(1)
    .split(';')
    .filter((text) => isPropertyList(`;${text}`));
  return valid.map((text) => `;${trimOptionalWhitespace(text)}`).join('');
}

function isPropertyList(text: string): boolean {
  return propertiesPattern.exec(text)?.[0].length === text.length;
}
