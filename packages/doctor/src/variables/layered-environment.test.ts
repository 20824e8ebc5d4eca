import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { layerEnvironment } from './layered-environment.ts';
import { readEnvFile } from './read-env-file.ts';

const run = promisify(execFile);

test('what a process sees is what Node makes of a shell and two files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-doctor-env-'));
  try {
    const [dev, own] = [join(folder, '.env.dev'), join(folder, '.env')];
    await writeFile(dev, 'A=dev\nB=dev\nC=dev\nD=dev\n# E=dev\n');
    await writeFile(own, 'B="own"\nC=\nD=own # a comment\n');
    const shell = { D: '', F: 'shell' };
    const print =
      'const { A, B, C, D, E, F } = process.env; console.log(JSON.stringify({ A, B, C, D, E, F }))';
    const { stdout } = await run(
      process.execPath,
      [`--env-file=${dev}`, `--env-file-if-exists=${own}`, '--eval', print],
      { env: shell },
    );
    const environment = layerEnvironment([
      { origin: 'the shell', values: shell },
      await readEnvFile(own, '.env'),
      await readEnvFile(dev, '.env.dev'),
      await readEnvFile(join(folder, 'none'), 'none'),
    ]);
    expect(environment.values).toEqual(JSON.parse(stdout));
    expect(environment.get('D')).toEqual({
      name: 'D',
      value: '',
      origin: 'the shell',
      hidden: [
        { value: 'own', origin: '.env' },
        { value: 'dev', origin: '.env.dev' },
      ],
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
