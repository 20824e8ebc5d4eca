import { Client, Pool, type PoolClient } from 'pg';
import type { SqlConnection, SqlDriver } from './sql-driver.ts';

const maxConnections = 10;
const connectTimeoutMs = 5_000;
const statementTimeoutMs = 10_000;

type Queryable = Pick<PoolClient, 'query'>;

/**
 * A PostgreSQL server behind a connection pool; connects on the first query.
 * @param onIdleError a pooled connection broke while nobody used it; the pool replaces it by itself.
 */
export function openPostgres(url: string, onIdleError: (error: Error) => void): SqlDriver {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'cruddur-activities',
  });
  pool.on('error', onIdleError);
  // A client that is never connected tells what the URL and the PG* defaults come to.
  const { host, port, database } = new Client({ connectionString: url });
  return {
    namespace: database ?? '',
    serverAddress: host,
    serverPort: port,
    ...toPostgresConnection(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query('begin');
        const result = await work(toPostgresConnection(client));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

export function toPostgresConnection(queryable: Queryable | Pool): SqlConnection {
  return {
    query: async (text, parameters = [], mode = 'object') => {
      const values = [...parameters];
      const { rows } =
        mode === 'array'
          ? await queryable.query({ text, values, rowMode: 'array' })
          : await queryable.query({ text, values });
      return rows;
    },
  };
}
