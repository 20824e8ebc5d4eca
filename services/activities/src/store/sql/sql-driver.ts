/** How rows come back: by position, as drizzle maps them, or by column name. */
type RowMode = 'array' | 'object';

/** Something that runs SQL: the driver itself, or one transaction of it. */
export interface SqlConnection {
  readonly query: (text: string, parameters?: readonly unknown[], mode?: RowMode) => Promise<unknown[]>;
}

/** What PGlite and a PostgreSQL server have in common; the one seam between the store and its database. */
export interface SqlDriver extends SqlConnection {
  /** Name of the database: `db.namespace` of a span. */
  readonly namespace: string;
  /** Absent for a database inside this process. */
  readonly serverAddress?: string;
  readonly serverPort?: number;
  /** Commits when `work` has settled well, and rolls back when it throws. */
  readonly transaction: <T>(work: (connection: SqlConnection) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}
