import { drizzle, type PgRemoteDatabase } from 'drizzle-orm/pg-proxy';
import type { SqlConnection } from './sql-driver.ts';

/** Drizzle's query builder over one connection or transaction, the same for PGlite and PostgreSQL. */
export type Database = PgRemoteDatabase;

export function createDatabase(connection: SqlConnection): Database {
  return drizzle(async (text, parameters: unknown[], method) => ({
    rows: await connection.query(text, parameters, method === 'all' ? 'array' : 'object'),
  }));
}
