import { expect, it } from 'vitest';
import { LogStore } from './log-store.ts';

const createStore = (): LogStore => new LogStore({ maxKeptEvents: 1, maxKeptBytes: 1000 });

it('has room for so many groups', () => {
  const store = createStore();
  for (let index = 0; index < 1000; index += 1) store.createGroup(`g${index}`, new Map(), 0);
  const createOne = (): void => store.createGroup('one', new Map(), 0);
  expect(createOne).toThrow(expect.objectContaining({ errorType: 'LimitExceededException' }));
  store.deleteGroup('g0');
  expect(createOne).not.toThrow();
});

it('has room for so many streams in all groups together, and for new ones when some are gone', () => {
  const store = createStore();
  for (const group of ['g', 'h']) {
    store.createGroup(group, new Map(), 0);
    for (let index = 0; index < 5000; index += 1) store.createStream(group, `s${index}`, 0);
  }
  const createOne =
    (name: string): (() => void) =>
    () =>
      store.createStream('g', name, 0);
  expect(createOne('one')).toThrow(expect.objectContaining({ errorType: 'LimitExceededException' }));
  store.deleteStream('g', 's0');
  expect(createOne('one')).not.toThrow();
  expect(createOne('two')).toThrow('Resource limit exceeded.');
  store.deleteGroup('h');
  expect(createOne('two')).not.toThrow();
});
