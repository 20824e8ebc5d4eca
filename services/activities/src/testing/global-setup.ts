import type { TestProject } from 'vitest/node';
import { startTemporaryPostgres } from './temporary-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Empty when the machine has no PostgreSQL. */
    postgresUrl: string;
  }
}

/** One PostgreSQL server for all test files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTemporaryPostgres();
  project.provide('postgresUrl', postgres?.url ?? '');
  console.log(
    postgres === undefined
      ? 'LEFT OUT: the tests against a PostgreSQL server, because this machine has no initdb and postgres.'
      : `Tests run against PGlite and against a server of their own: ${postgres.version}.`,
  );
  return async () => postgres?.stop();
}
