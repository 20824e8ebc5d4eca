import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../../testing/databases.ts';
import { migrationsFolder } from '../../testing/test-service.ts';
import { migrateAndSeed } from './migrate.ts';
import { openDriver } from './open-driver.ts';
import * as schema from './schema.ts';
import type { SqlDriver } from './sql-driver.ts';

const tables = Object.values(schema).filter((value) => is(value, PgTable));
/** Comparable whatever the order and the collation that it comes from. */
const inOrder = (values: readonly unknown[]): string[] =>
  values.map((value) => JSON.stringify(value)).toSorted((a, b) => a.localeCompare(b));

describe.each(databases)('migrations and schema.ts on $name', ({ create }) => {
  let driver: SqlDriver;
  const rows = (text: string): Promise<unknown[]> => driver.query(text, [], 'array');
  beforeAll(async () => {
    driver = await openDriver(await create(), () => undefined);
    await migrateAndSeed(driver, migrationsFolder, new Date());
  });
  afterAll(() => driver.close());

  test('have the same columns, with the same types, nullability and identity', async () => {
    const migrated = await rows(`
      select table_name || '.' || column_name, format_type(a.atttypid, a.atttypmod), is_nullable = 'NO', is_identity = 'YES'
      from information_schema.columns
      join pg_attribute a on a.attrelid = table_name::regclass and a.attname = column_name
      where table_schema = 'public' order by 1`);
    const declared = tables.flatMap((table) =>
      Object.values(getTableColumns(table)).map((column) => [
        `${getTableName(table)}.${column.name}`,
        column.getSQLType().replace('timestamp (3)', 'timestamp(3)'),
        column.notNull,
        column.generatedIdentity !== undefined,
      ]),
    );
    expect(inOrder(migrated)).toEqual(inOrder(declared));
  });

  test('have the same indexes and constraints', async () => {
    const migrated = await rows(`
      select indexname from pg_indexes where schemaname = 'public' and indexname not like '%_pkey'
      union select conname from pg_constraint join pg_namespace n on n.oid = connamespace
      where nspname = 'public' and contype in ('f', 'u')`);
    const declared = tables.flatMap((table) => {
      const config = getTableConfig(table);
      const named = [
        config.indexes.map((index) => index.config.name),
        config.uniqueConstraints.map(({ name }) => name),
      ];
      const keys = [...config.primaryKeys, ...config.foreignKeys].map((key) => key.getName());
      return named.flat().concat(keys);
    });
    expect(inOrder(migrated.flat())).toEqual(inOrder(declared));
  });

  test('applied again, migrate and seed change nothing', async () => {
    const counts =
      'select (select count(*) from activities), (select count(*) from drizzle.__drizzle_migrations)';
    const before = await rows(counts);
    await migrateAndSeed(driver, migrationsFolder, new Date());
    expect(await rows(counts)).toEqual(before);
  });
});
