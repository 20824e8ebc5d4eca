import type { StateHandlers } from '@cruddur/trace-contract/pact';
import type { Dependencies } from '../src/dependencies.ts';
import { createActivity } from '../src/domain/create-activity.ts';
import { createDatabase } from '../src/store/sql/database.ts';
import { seed } from '../src/store/sql/seed.ts';
import type { SqlDriver } from '../src/store/sql/sql-driver.ts';

/**
 * How a real database comes into each state that the consumers' pacts name. `takeWrites` says whether anything was written
 * since it was last asked: most interactions only read, and leave nothing to clear up.
 */
export function createProviderStates(
  dependencies: Dependencies,
  driver: SqlDriver,
  takeWrites: () => boolean,
): StateHandlers {
  const execute = async (statement: string): Promise<void> => {
    await driver.query(statement);
  };
  const reseed = async (): Promise<void> => {
    if (!takeWrites()) return;
    await execute(
      'truncate users, activities, feed_entries, message_groups, messages restart identity cascade',
    );
    await driver.transaction((connection) => seed(createDatabase(connection), dependencies.now()));
  };

  return {
    'the seeded database': reseed,
    'a new post': async ({ handle }) => {
      await reseed();
      const { uuid } = await createActivity(dependencies, {
        user_handle: String(handle),
        message: 'A post to reply to',
        ttl: '1-day',
      });
      return { uuid };
    },
    // Every statement that names a table now fails in the database itself.
    'a database that fails': {
      setUp: () => execute('alter schema public rename to out_of_reach'),
      tearDown: () => execute('alter schema out_of_reach rename to public'),
    },
  };
}
