import { randomUUID } from 'node:crypto';
import { createRedacted } from '@cruddur/telemetry';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { DatabaseLocation } from '../store/database-url.ts';

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
  // Not the service's own driver: its time limits are too strict for copying a template on a busy machine.
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return { kind: 'server', url: createRedacted(serverUrl.replace(/postgres$/, name)) };
}
