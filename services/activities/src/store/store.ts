import type { Rows } from './rows.ts';

/** The rows of Cruddur, seeded and ready: in a database (`sql/`), or in this process alone (`memory/`). */
export interface Store {
  readonly read: <T>(work: (rows: Rows) => Promise<T>) => Promise<T>;
  /** All or nothing: rolled back when `work` throws. */
  readonly transaction: <T>(work: (rows: Rows) => Promise<T>) => Promise<T>;
  /** Rejects when the database does not answer. Never traced. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}
