import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findSecrets } from './find-secrets.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../..');

/** Made while the test runs, so that no file has it. */
const random = (length: number): string => randomBytes(length).toString('hex').slice(0, length);

test.for([
  ['AWS access key id', `AKIA${random(16).toUpperCase()}`],
  ['Honeycomb key', `hcaik_01${random(56)}`],
  ['GitHub token', `ghp_${random(36)}`],
  ['npm token', `npm_${random(36)}`],
  ['JSON Web Token', `eyJ${random(20)}.eyJ${random(30)}.${random(40)}`],
  ['private key', `-----BEGIN PRIVATE KEY-----\n${random(200)}`],
  ['assigned secret', `ROLLBAR_ACCESS_TOKEN=${random(32)}`],
] as const)('finds a %s and says where', ([kind, secret]) => {
  expect(findSecrets(`first line\n  ${secret}\n`)).toContainEqual({ kind, line: 2 });
});

test('no file of the repository has a secret', async () => {
  const { stdout } = await run('git', ['ls-files', '-z'], { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  const files = stdout.split('\0').filter((file) => file !== '');
  expect(files.length).toBeGreaterThan(100);
  const found = await Promise.all(
    files.map(async (file) => {
      // What is deleted and not yet committed.
      const text = await readFile(join(root, file), 'utf8').catch(() => '');
      return findSecrets(text).map(({ kind, line }) => `${file}:${line}: ${kind}`);
    }),
  );
  expect(found.flat()).toEqual([]);
});
