import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrationsFolder, startTime } from '../testing/test-service.ts';
import { createMemoryStore } from './memory/create-memory-store.ts';
import type { Feed, Rows } from './rows.ts';
import { createSqlStore } from './sql/create-sql-store.ts';
import { createDatabase } from './sql/database.ts';
import { migrateAndSeed } from './sql/migrate.ts';
import { openDriver } from './sql/open-driver.ts';
import { seed } from './sql/seed.ts';
import type { SqlDriver } from './sql/sql-driver.ts';
import type { Store } from './store.ts';

let driver: SqlDriver;
beforeAll(async () => {
  driver = await openDriver({ kind: 'memory' }, () => undefined);
  await migrateAndSeed(driver, migrationsFolder, startTime);
});
afterAll(() => driver.close());

async function createSeededStores(): Promise<{ readonly sql: Store; readonly memory: Store }> {
  await driver.query('truncate users, activities, feed_entries, message_groups, messages cascade');
  await driver.transaction((connection) => seed(createDatabase(connection), startTime));
  return {
    sql: createSqlStore(driver, (_query, run) => run()),
    memory: createMemoryStore(startTime),
  };
}

// Few of each, so that they meet often. The first are the seeds'.
const handles = ['andrewbrown', 'worf', 'Zoe', 'new-here', 'unknown'];
const uuids = [
  '68f126b0-1ceb-4a33-88be-d90fa7109eee',
  '248959df-3079-4947-b847-9e0892d1bab4',
  '417c360e-c4e6-4fce-873b-d2d71469b4ac',
  ...Array.from({ length: 5 }, (_, index) => `00000000-0000-4000-8000-00000000000${index}`),
];
const feeds: readonly Feed[] = ['home', ...handles.map((handle): Feed => `user:${handle}`)];
const handle = fc.constantFrom(...handles);
const uuid = fc.constantFrom(...uuids);
const feed = fc.constantFrom(...feeds);
const time = fc
  .integer({ min: -1, max: 3 })
  .map((hours) => new Date(startTime.getTime() + hours * 6 * 3_600_000));
const text = fc.string({
  unit: fc.constantFrom(...Array.from('aAäÄßẞςσΣİiIı\u212a🖖%_\\\'"~ ')),
  minLength: 1,
  maxLength: 6,
});

/** One call of either kind of rows, as data, so that a counterexample says what it is. */
type Operation = {
  readonly [Name in keyof Rows]: { readonly name: Name; readonly input: Parameters<Rows[Name]> };
}[keyof Rows];

function perform(rows: Rows, { name, input }: Operation): Promise<unknown> {
  return Reflect.apply(rows[name], undefined, input);
}

const to = <Name extends Operation['name'], Input>(
  name: Name,
  input: fc.Arbitrary<Input>,
): fc.Arbitrary<{ readonly name: Name; readonly input: Input }> =>
  input.map((values) => ({ name, input: values }));

const reading: fc.Arbitrary<Operation> = fc.oneof(
  to('selectFeed', fc.tuple(feed, time)),
  to(
    'selectActivity',
    fc.tuple(
      fc.oneof(
        uuid,
        uuid.map((id) => id.toUpperCase()),
      ),
      time,
    ),
  ),
  to('searchActivities', fc.tuple(text, time)),
  to('selectReplies', fc.tuple(fc.array(uuid, { minLength: 1 }))),
  to('selectMessageGroups', fc.tuple(handle)),
  to('selectMessages', fc.tuple(handle, handle)),
);

const newActivity = fc.record({
  uuid,
  userHandle: handle,
  message: text,
  createdAt: time,
  expiresAt: fc.option(time),
  replyToActivityUuid: fc.option(uuid),
});
const newMessage = fc.record({
  uuid,
  messageGroupUuid: uuid,
  senderHandle: handle,
  message: text,
  createdAt: time,
});

const writing: fc.Arbitrary<Operation> = fc.oneof(
  to('ensureUser', fc.tuple(handle)),
  to('insertActivity', fc.tuple(newActivity)),
  to('enterIntoFeeds', fc.tuple(uuid, fc.array(feed, { minLength: 1, maxLength: 3 }))),
  to('ensureMessageGroup', fc.tuple(fc.tuple(handle, handle), uuid, time)),
  to('insertMessage', fc.tuple(newMessage)),
);

interface Step {
  readonly kind: 'read' | 'transaction';
  readonly operations: readonly Operation[];
  /** Whether the work throws when its operations are done. */
  readonly gives: 'answers' | 'up';
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('read', 'transaction'),
  operations: fc.array(fc.oneof(reading, writing), { minLength: 1, maxLength: 4 }),
  gives: fc.oneof(
    { weight: 4, arbitrary: fc.constant('answers') },
    { weight: 1, arbitrary: fc.constant('up') },
  ),
});

/** What a step answers, or that it was refused. */
function run(store: Store, { kind, operations, gives }: Step): Promise<unknown> {
  const work = async (rows: Rows): Promise<readonly unknown[]> => {
    const answers: unknown[] = [];
    for (const operation of operations) answers.push(await perform(rows, operation));
    if (gives === 'up') throw new Error('given up');
    return answers;
  };
  return store[kind](work).catch(() => 'refused');
}

/** Everything that can be read. */
const everything: Step = {
  kind: 'read',
  gives: 'answers',
  operations: [
    ...feeds.map((name): Operation => ({ name: 'selectFeed', input: [name, startTime] })),
    ...handles.map((name): Operation => ({ name: 'selectMessageGroups', input: [name] })),
    ...handles.map((name): Operation => ({ name: 'selectMessages', input: [name, name] })),
    { name: 'selectReplies', input: [uuids] },
  ],
};

test('PostgreSQL and the memory store give the same answers and refuse the same, whatever is asked', async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
    const { sql, memory } = await createSeededStores();
    for (const each of [everything, ...steps, everything])
      expect(await run(memory, each)).toEqual(await run(sql, each));
  });
  await fc.assert(property, { numRuns: 40 });
});

const uncommitted = {
  uuid: uuids[4] ?? '',
  userHandle: 'worf',
  message: 'uncommitted',
  createdAt: startTime,
  expiresAt: null,
  replyToActivityUuid: null,
};

test('no reader of the memory store sees half of a transaction', async () => {
  const { memory } = await createSeededStores();
  const readHome = (): Promise<readonly string[]> =>
    memory.read(async (rows) => (await rows.selectFeed('home', startTime)).map(({ message }) => message));
  const before = await readHome();
  let seen: Promise<readonly string[]> | undefined;
  const halfway = memory.transaction(async (rows) => {
    await rows.insertActivity(uncommitted);
    await rows.enterIntoFeeds(uncommitted.uuid, ['home']);
    seen = readHome();
    await rows.selectMessageGroups('worf');
    throw new Error('given up');
  });
  await expect(halfway).rejects.toThrow('given up');
  expect(await seen).toEqual(before);
});
