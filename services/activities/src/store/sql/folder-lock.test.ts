import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let parent: string;
let folder: string;
let lockFile: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'cruddur-lock-'));
  folder = join(parent, 'database');
  lockFile = `${folder}.lock`;
});
afterEach(() => rmSync(parent, { recursive: true }));

test('a held folder is refused, naming the folder and the pid; a given-back one is free', () => {
  const unlock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(
    `The database folder ${folder} is in use by process ${process.pid}.`,
  );
  unlock();
  expect(existsSync(lockFile)).toBe(false);
  lockFolder(folder)();
  expect(readdirSync(parent)).toEqual([]);
});

test('the lock of a process that is gone is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(lockFile, `${pid} 12345`);
  const unlock = lockFolder(folder);
  expect(readFileSync(lockFile, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  unlock();
});

test.each(['', 'nonsense', '-1 0', '0 0', '1 2 3'])('a lock that reads %j holds nobody back', (content) => {
  writeFileSync(lockFile, content);
  expect(() => lockFolder(folder)()).not.toThrow();
});

test('a pid that was given to another process since is no holder', () => {
  writeFileSync(lockFile, `${process.pid} started-long-ago`);
  expect(() => lockFolder(folder)()).not.toThrow();
});

test('only the own lock is given back', () => {
  const unlock = lockFolder(folder);
  writeFileSync(lockFile, 'of someone else');
  unlock();
  expect(existsSync(lockFile)).toBe(true);
});
