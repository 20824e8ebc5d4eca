import { Client } from 'pg';
import { toPostgresConnection } from './postgres-driver.ts';
import type { SqlDriver } from './sql-driver.ts';

const connectTimeoutMs = 5_000;

/**
 * A PostgreSQL server where no connection may be used by two requests, as on Workers: each query and each transaction
 * has one of its own. Hyperdrive in front of the server makes that cheap.
 */
export function openUnpooledPostgres(url: string): SqlDriver {
  const newClient = (): Client =>
    new Client({
      connectionString: url,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: 'cruddur-activities',
    });
  const withClient = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    const client = newClient();
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const { host, port, database } = newClient();
  return {
    namespace: database ?? '',
    serverAddress: host,
    serverPort: port,
    query: (...query) => withClient((client) => toPostgresConnection(client).query(...query)),
    transaction: (work) =>
      withClient(async (client) => {
        await client.query('begin');
        try {
          const result = await work(toPostgresConnection(client));
          await client.query('commit');
          return result;
        } catch (error) {
          await client.query('rollback').catch(() => undefined);
          throw error;
        }
      }),
    close: () => Promise.resolve(),
  };
}
