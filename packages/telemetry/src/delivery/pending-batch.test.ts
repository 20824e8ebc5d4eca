import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('a process that has only a waiting batch ends', async () => {
  const script = fileURLToPath(new URL('./fixtures/pending-batch.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 10_000 });
  expect(stdout).toBe('buffered 1');
});
