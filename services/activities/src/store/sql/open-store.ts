import type { DatabaseLocation } from '../database-url.ts';
import type { Store } from '../store.ts';
import { createSqlStore } from './create-sql-store.ts';
import { migrateAndSeed } from './migrate.ts';
import { openDriver } from './open-driver.ts';
import type { SqlDriver } from './sql-driver.ts';
import { reasonOf, StoreError } from './store-error.ts';
import type { TraceQuery } from './trace-driver.ts';

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
  return createSqlStore(driver, options.traceQuery);
}

function toStoreError({ namespace, serverAddress, serverPort }: SqlDriver, error: unknown): StoreError {
  const where =
    serverAddress === undefined ? 'embedded database' : `PostgreSQL at ${serverAddress}:${serverPort}`;
  const reason = reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
  return new StoreError(`Cannot prepare the ${where}, database ${namespace}: ${reason}`, { cause: error });
}
