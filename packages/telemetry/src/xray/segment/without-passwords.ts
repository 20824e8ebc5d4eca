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

/** No connection is described at more length; the patterns below must not be held up by one that pretends to. */
const maxConnectionStringLength = 2048;

/** Of `user:password@` the user stays, of `Password=...;` nothing. A password may have any sign in it, up to the last `@`. */
function withoutPassword(connectionString: string): string {
  return cutText(connectionString, maxConnectionStringLength)
    .replace(/\/\/([^\s/@:]*):\S*@/, '//$1@')
    .replace(/(^|[;?&\s])(?:password|passwd|pwd)\s*=\s*(?:"[^"]*"|'[^']*'|[^;&\s]*)[;&]?/gi, '$1');
}
