import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { replaceManifest, restoreManifest } from './packed-manifest.ts';

const folder = await mkdtemp(join(tmpdir(), 'packed-manifest-'));
afterAll(() => rm(folder, { recursive: true }));

const ours = JSON.stringify({
  name: 'a',
  exports: './src/index.ts',
  publishConfig: { access: 'public', exports: './dist/index.js' },
  scripts: { prepack: 'build' },
  devDependencies: { b: '1' },
});
const packed = { name: 'a', exports: './dist/index.js', publishConfig: { access: 'public' } };
const readManifest = (): Promise<string> => readFile(join(folder, 'package.json'), 'utf8');

beforeEach(() => writeFile(join(folder, 'package.json'), ours));

it('the packed manifest exports the build, and the one of the workspace comes back as it was', async () => {
  await replaceManifest(folder);
  expect(JSON.parse(await readManifest())).toEqual(packed);
  await restoreManifest(folder);
  expect(await readManifest()).toBe(ours);
  expect(await readdir(folder)).toEqual(['package.json']);
});

it('nothing is lost when a run was cut off before it could put ours back', async () => {
  await replaceManifest(folder);
  await replaceManifest(folder);
  expect(JSON.parse(await readManifest())).toEqual(packed);
  await restoreManifest(folder);
  expect(await readManifest()).toBe(ours);
});

it('and restoring what was never set aside does nothing', async () => {
  await restoreManifest(folder);
  expect(await readManifest()).toBe(ours);
});
