import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { lockFolder } from './folder-lock.ts';
import type { SqlConnection, SqlDriver } from './sql-driver.ts';
import { reasonOf, StoreError } from './store-error.ts';

type Queryable = Pick<PGlite, 'query'>;

/** PostgreSQL inside this process, with its files in `folder`, or in memory when there is none. */
export async function openPglite(folder?: string): Promise<SqlDriver> {
  const unlock = folder === undefined ? undefined : lock(resolve(folder));
  try {
    const database = folder === undefined ? await PGlite.create() : await PGlite.create(resolve(folder));
    return {
      namespace: 'postgres',
      ...toConnection(database),
      transaction: (work) => database.transaction((transaction) => work(toConnection(transaction))),
      close: async () => {
        await database.close();
        unlock?.();
      },
    };
  } catch (error) {
    unlock?.();
    throw new StoreError(`Cannot open the database in ${folder ?? 'memory'}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function lock(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true });
    return lockFolder(folder);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(`Cannot use the database folder ${folder}: ${reasonOf(error)}`, { cause: error });
  }
}

function toConnection(queryable: Queryable): SqlConnection {
  return {
    query: async (text, parameters = [], mode = 'object') => {
      const { rows } = await queryable.query(text, [...parameters], { rowMode: mode });
      return rows;
    },
  };
}
