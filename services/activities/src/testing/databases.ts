import { randomUUID } from 'node:crypto';
import { createRedacted } from '@cruddur/telemetry';
import { inject } from 'vitest';
import type { DatabaseLocation } from '../store/database-url.ts';
import { openPostgres } from '../store/postgres-driver.ts';

/** A kind of database under test; every call of `create` gives an empty one. */
export interface TestDatabase {
  readonly name: string;
  readonly create: () => Promise<DatabaseLocation>;
}

/** PGlite, and a PostgreSQL server where the machine has one. */
export const databases: readonly TestDatabase[] = [
  { name: 'PGlite', create: async () => ({ kind: 'memory' }) },
  ...(inject('postgresUrl') === ''
    ? []
    : [{ name: 'PostgreSQL', create: () => createPostgresDatabase(inject('postgresUrl')) }]),
];

async function createPostgresDatabase(serverUrl: string): Promise<DatabaseLocation> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = openPostgres(serverUrl, () => undefined);
  await server.query(`create database ${name}`);
  await server.close();
  return { kind: 'server', url: createRedacted(serverUrl.replace(/postgres$/, name)) };
}
