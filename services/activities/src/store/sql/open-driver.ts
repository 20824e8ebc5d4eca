import type { DatabaseLocation } from '../database-url.ts';
import { openPglite } from './pglite-driver.ts';
import { openPostgres } from './postgres-driver.ts';
import type { SqlDriver } from './sql-driver.ts';

/**
 * The driver for a location. An embedded database is open when this settles; a server is connected to on demand.
 * @throws StoreError when an embedded database cannot be opened.
 */
export async function openDriver(
  location: DatabaseLocation,
  onIdleError: (error: Error) => void,
): Promise<SqlDriver> {
  switch (location.kind) {
    case 'memory':
      return openPglite();
    case 'folder':
      return openPglite(location.folder);
    case 'server':
      return openPostgres(location.url.reveal(), onIdleError);
  }
}
