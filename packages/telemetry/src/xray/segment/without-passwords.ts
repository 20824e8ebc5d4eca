import type { Attributes } from '@opentelemetry/api';
import { cutText } from './cut-text.ts';

/**
 * The attributes of a span without the passwords that instrumentations of databases write: in `db.connection_string`,
 * and behind the user in `db.user`. The same object where there are none.
 */
export function withoutPasswords(attributes: Attributes): Attributes {
  const connectionString = attributes['db.connection_string'];
  const user = attributes['db.user'];
  const hasPair = typeof user === 'string' && user.includes(':');
  if (typeof connectionString !== 'string' && !hasPair) return attributes;
  const cleaned = { ...attributes };
  if (typeof connectionString === 'string') {
    cleaned['db.connection_string'] = withoutPassword(connectionString);
  }
  if (hasPair) cleaned['db.user'] = user.slice(0, user.indexOf(':'));
  return cleaned;
}

/** No connection is described at more length. */
const maxConnectionStringLength = 2048;

/** Of `user:password@` and `user/password@` the user stays, of `Password=...;` nothing. Takes linear time. */
function withoutPassword(connectionString: string): string {
  const text = cutText(connectionString, maxConnectionStringLength);
  return withoutOraclePassword(text)
    .replace(/\S+/g, withoutUrlPassword)
    .replace(text.includes(';') ? pairBeforeSemicolon : pair, '$1');
}

/** `jdbc:oracle:thin:scott/tiger@//h`, and `scott/tiger@//h` as Oracle's own clients take it. */
function withoutOraclePassword(text: string): string {
  return text
    .replace(/^(jdbc:oracle:\w+:[^/@]*)\/(?:.*(?=@)|.*)/is, '$1')
    .replace(/^([^\s/@:;=?]+)\/\S*(?=@)/, '$1');
}

/** A password may have any sign in it, up to the last `@`. */
function withoutUrlPassword(word: string): string {
  const end = word.lastIndexOf('@');
  if (end < 0) return word;
  const found = /\/\/[^/@:]*:/.exec(word.slice(0, end));
  return found === null ? word : word.slice(0, found.index + found[0].length - 1) + word.slice(end);
}

/** Values that have quotes or braces around them; the end of the text closes them too, for it may have been cut. */
const quoted = /"(?:[^"]|"")*(?:"|$)|'(?:[^']|'')*(?:'|$)|\{(?:[^}]|\}\})*(?:\}|$)/.source;
const key = /(^|[;?&\s])(?:password|passwd|pwd)\s*=\s*/.source;
/** Where pairs end with `;`, every other sign may be in a value. */
const pairBeforeSemicolon = new RegExp(`${key}(?:${quoted})?[^;]*;?`, 'gi');
const pair = new RegExp(`${key}(?:${quoted}|[^&\\s]*)&?`, 'gi');
