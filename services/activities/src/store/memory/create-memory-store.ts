import type { Store } from '../store.ts';
import { createMemoryRows } from './create-memory-rows.ts';
import { createMemoryTables } from './memory-tables.ts';
import { createOneAtATime } from './one-at-a-time.ts';

/**
 * The rows in this process (on Workers: in this isolate) and nowhere else, with the mock rows in them; for where neither
 * PGlite runs nor a PostgreSQL server is to be had. Nothing is ever deleted, as in the databases, so it grows with what is
 * written.
 */
export function createMemoryStore(now: Date): Store {
  const tables = createMemoryTables(now);
  const rows = createMemoryRows(tables);
  // Reads too: none may see half of a transaction. No work waits for anything but rows, so none waits for long.
  const oneAtATime = createOneAtATime();
  return {
    read: (work) => oneAtATime(() => work(rows)),
    transaction: (work) =>
      oneAtATime(async () => {
        const lengths = Object.values(tables).map(({ length }) => length);
        try {
          return await work(rows);
        } catch (error) {
          for (const [index, table] of Object.values(tables).entries()) table.truncate(lengths[index] ?? 0);
          throw error;
        }
      }),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
