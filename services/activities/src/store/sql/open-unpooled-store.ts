import type { Store } from '../store.ts';
import { createSqlStore } from './create-sql-store.ts';
import type { TraceQuery } from './trace-driver.ts';
import { openUnpooledPostgres } from './unpooled-postgres-driver.ts';

/** The rows of a server that has been migrated elsewhere, for runtimes where no two requests may share a connection. */
export function openUnpooledStore(url: string, traceQuery: TraceQuery): Store {
  return createSqlStore(openUnpooledPostgres(url), traceQuery);
}
