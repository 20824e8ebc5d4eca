import type { SqlConnection, SqlDriver } from './sql-driver.ts';

/** Runs one query inside a span; `main.ts` passes the telemetry's `traceQuery`. */
export type TraceQuery = <T>(
  query: {
    readonly system: 'postgresql';
    readonly namespace: string;
    readonly text: string;
    readonly serverAddress?: string;
    readonly serverPort?: number;
  },
  run: () => Promise<T>,
) => Promise<T>;

/** The same driver with every query, inside and outside of transactions, run through `traceQuery`. */
export function traceDriver(driver: SqlDriver, traceQuery: TraceQuery): SqlDriver {
  const { namespace, serverAddress, serverPort } = driver;
  const where = {
    system: 'postgresql',
    namespace,
    ...(serverAddress !== undefined && { serverAddress }),
    ...(serverPort !== undefined && { serverPort }),
  } as const;
  const traced = (connection: SqlConnection): SqlConnection => ({
    query: (text, parameters, mode) =>
      traceQuery({ ...where, text }, () => connection.query(text, parameters, mode)),
  });
  return {
    ...driver,
    ...traced(driver),
    transaction: (work) => driver.transaction((connection) => work(traced(connection))),
  };
}
