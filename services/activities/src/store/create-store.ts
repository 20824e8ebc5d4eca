import { DrizzleQueryError } from 'drizzle-orm';
import { createDatabase, type Database } from './database.ts';
import type { SqlDriver } from './sql-driver.ts';
import { traceDriver, type TraceQuery } from './trace-driver.ts';

/** The rows of Cruddur, migrated and ready. */
export interface Store {
  readonly read: <T>(work: (database: Database) => Promise<T>) => Promise<T>;
  /** All or nothing: rolled back when `work` throws. */
  readonly transaction: <T>(work: (database: Database) => Promise<T>) => Promise<T>;
  /** Rejects when the database does not answer. Never traced. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The rows of a database that has been migrated; `openStore` does that first. */
export function createStore(driver: SqlDriver, traceQuery: TraceQuery): Store {
  const traced = traceDriver(driver, traceQuery);
  const database = createDatabase(traced);
  return {
    read: (work) => withoutParameters(work(database)),
    transaction: (work) =>
      withoutParameters(traced.transaction((connection) => work(createDatabase(connection)))),
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
