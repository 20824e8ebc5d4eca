import { DrizzleQueryError } from 'drizzle-orm';
import { createDatabase, type Database } from './database.ts';
import type { DatabaseLocation } from './database-url.ts';
import { migrateAndSeed } from './migrate.ts';
import { openDriver } from './open-driver.ts';
import type { SqlDriver } from './sql-driver.ts';
import { reasonOf, StoreError } from './store-error.ts';
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

export interface StoreOptions {
  readonly location: DatabaseLocation;
  readonly migrationsFolder: string;
  readonly now: () => Date;
  readonly traceQuery: TraceQuery;
  /** A pooled connection broke while idle. */
  readonly onIdleError: (error: Error) => void;
}

/**
 * Opens the database, applies the migrations that it lacks, and seeds it if it is new.
 * @throws StoreError with one line for an operator when it cannot be reached or is in use.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const driver = await openDriver(options.location, options.onIdleError);
  try {
    await migrateAndSeed(driver, options.migrationsFolder, options.now());
  } catch (error) {
    await driver.close();
    throw toStoreError(driver, error);
  }
  const traced = traceDriver(driver, options.traceQuery);
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

function toStoreError({ namespace, serverAddress, serverPort }: SqlDriver, error: unknown): StoreError {
  const where =
    serverAddress === undefined ? 'embedded database' : `PostgreSQL at ${serverAddress}:${serverPort}`;
  const reason = reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
  return new StoreError(`Cannot prepare the ${where}, database ${namespace}: ${reason}`, { cause: error });
}
