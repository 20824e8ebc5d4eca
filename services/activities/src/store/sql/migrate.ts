import { migrate } from 'drizzle-orm/pg-proxy/migrator';
import { createDatabase } from './database.ts';
import { users } from './schema.ts';
import { seed } from './seed.ts';
import type { SqlDriver } from './sql-driver.ts';

/** Any number will do, as long as every release of this service uses the same. */
const advisoryLockKey = 4_568;

/** One transaction under a lock: instances that start together take turns, and a failure leaves nothing half done. */
export async function migrateAndSeed(driver: SqlDriver, migrationsFolder: string, now: Date): Promise<void> {
  await driver.transaction(async (connection) => {
    await connection.query("set local statement_timeout = '60s'");
    await connection.query('select pg_advisory_xact_lock($1)', [advisoryLockKey]);
    const database = createDatabase(connection);
    await migrate(
      database,
      async (statements) => {
        for (const statement of statements) await connection.query(statement);
      },
      { migrationsFolder },
    );
    // Users are never deleted, so a database without any is new.
    const [anyUser] = await database.select({ handle: users.handle }).from(users).limit(1);
    if (anyUser === undefined) await seed(database, now);
  });
}
