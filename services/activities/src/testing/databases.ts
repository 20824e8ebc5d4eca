import { randomUUID } from 'node:crypto';
import { createRedacted } from '@cruddur/telemetry';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { DatabaseLocation } from '../store/database-url.ts';

/** A kind of store under test; every call of `create` gives an empty one. */
interface TestStore<Location> {
  readonly name: string;
  readonly create: () => Promise<Location>;
}

export type StoreLocation = DatabaseLocation | { readonly kind: 'no-database' };

/** PGlite, and a PostgreSQL server where the machine has one. */
export const databases: readonly TestStore<DatabaseLocation>[] = [
  { name: 'PGlite', create: async () => ({ kind: 'memory' }) },
  ...(inject('postgresUrl') === ''
    ? []
    : [{ name: 'PostgreSQL', create: () => createPostgresDatabase(inject('postgresUrl')) }]),
];

/** All that answer alike: the databases, and the store without one. */
export const stores: readonly TestStore<StoreLocation>[] = [
  ...databases,
  { name: 'the memory store', create: async () => ({ kind: 'no-database' }) },
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
