import type { Attributes } from '@opentelemetry/api';
import { cutText } from './cut-text.ts';
import { toUrlHost } from './http-url.ts';
import { maxTextLength, type SqlBlock } from './segment-document.ts';
import { toText } from './to-text.ts';

/** Systems that speak SQL, by their stable and their old names. */
const sqlSystems: ReadonlySet<string> = new Set([
  'actian.ingres',
  'aws.redshift',
  'clickhouse',
  'cockroachdb',
  'db2',
  'derby',
  'firebirdsql',
  'gcp.spanner',
  'h2database',
  'hive',
  'hsqldb',
  'ibm.db2',
  'ibm.netezza',
  'instantdb',
  'mariadb',
  'microsoft.sql_server',
  'mssql',
  'mysql',
  'oracle',
  'oracle.db',
  'other_sql',
  'postgresql',
  'redshift',
  'sap.hana',
  'sap.maxdb',
  'softwareag.adabas',
  'sqlite',
  'teradata',
  'trino',
]);

/** The `sql` block of a query, by the stable names and the old ones; undefined for other databases. */
export function toSqlBlock(attributes: Attributes): SqlBlock | undefined {
  const system = toText(attributes['db.system.name'] ?? attributes['db.system']);
  if (system === undefined || !sqlSystems.has(system)) return undefined;
  const query = attributes['db.query.text'] ?? attributes['db.statement'];
  const user = toText(attributes['db.user'] ?? attributes['user.name']);
  return {
    ...toConnection(attributes, system),
    database_type: system,
    user: user === undefined ? undefined : cutText(user, maxTextLength),
    sanitized_query: toText(query),
  };
}

/**
 * `postgresql://host:port/database` as `url`; without a database as `connection_string`, because AWS's Collector refuses
 * the whole document for a `url` without one. Neither where nothing is connected to, as for a database in the process.
 */
function toConnection(attributes: Attributes, system: string): Pick<SqlBlock, 'url' | 'connection_string'> {
  const given = toText(attributes['db.connection_string']);
  const host = toText(attributes['server.address'] ?? attributes['net.peer.name']);
  if (given !== undefined || host === undefined) return { url: undefined, connection_string: given };
  const port = attributes['server.port'] ?? attributes['net.peer.port'];
  const database = toText(attributes['db.namespace'] ?? attributes['db.name']) ?? '';
  const origin = `${system}://${escapeInUrl(toUrlHost(host))}${typeof port === 'number' ? `:${port}` : ''}`;
  return database === ''
    ? { url: undefined, connection_string: origin }
    : { url: `${origin}/${escapeInUrl(database)}`, connection_string: undefined };
}

/** What would end the part of a URL that it is in. */
function escapeInUrl(text: string): string {
  return text.replaceAll(/[?#\s]/g, encodeURIComponent);
}
