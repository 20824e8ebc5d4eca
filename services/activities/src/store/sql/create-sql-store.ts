import { DrizzleQueryError } from 'drizzle-orm';
import type { Store } from '../store.ts';
import { createSqlRows } from './create-sql-rows.ts';
import { createDatabase } from './database.ts';
import type { SqlDriver } from './sql-driver.ts';
import { traceDriver, type TraceQuery } from './trace-driver.ts';

/** The rows of a database that has been migrated; `openStore` does that first. */
export function createSqlStore(driver: SqlDriver, traceQuery: TraceQuery): Store {
  const traced = traceDriver(driver, traceQuery);
  const rows = createSqlRows(createDatabase(traced));
  return {
    read: (work) => withoutParameters(work(rows)),
    transaction: (work) =>
      withoutParameters(traced.transaction((connection) => work(createSqlRows(createDatabase(connection))))),
    ping: async () => {
      await driver.query('select 1');
    },
    close: () => driver.close(),
  };
}

/** Drizzle's errors quote the parameters, which are people's texts; the cause says what failed without them. */
async function withoutParameters<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw error instanceof DrizzleQueryError && error.cause !== undefined ? error.cause : error;
  }
}
