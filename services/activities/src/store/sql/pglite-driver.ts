import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { dataDir } from '@electric-sql/pglite-prepopulatedfs';
import { lockFolder } from './folder-lock.ts';
import type { SqlConnection, SqlDriver } from './sql-driver.ts';
import { reasonOf, StoreError } from './store-error.ts';

type Queryable = Pick<PGlite, 'query'>;

/** PostgreSQL inside this process, with its files in `folder`, or in memory when there is none. */
export async function openPglite(folder?: string): Promise<SqlDriver> {
  const unlock = folder === undefined ? undefined : lock(resolve(folder));
  try {
    const database = await create(folder);
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

/** A new database is unpacked rather than made by initdb, which takes 2 to 3 seconds of CPU at every start. */
async function create(folder: string | undefined): Promise<PGlite> {
  if (folder === undefined) return PGlite.create({ loadDataDir: await dataDir() });
  const path = resolve(folder);
  const isNew = !existsSync(join(path, 'PG_VERSION'));
  return isNew ? PGlite.create(path, { loadDataDir: await dataDir() }) : PGlite.create(path);
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
