import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { npmEnvironment, repository } from './npm-environment.ts';

const run = promisify(execFile);
const notCopied: ReadonlySet<string> = new Set(['node_modules', 'dist', '.turbo', '.vitest']);

/**
 * Runs `npm pack` as a clean clone would, in a copy, because packing sets package.json aside for a moment and other tests
 * read it. `bundled` are the folders of what is compiled along. Returns the packed file, which is in `destination`.
 */
export async function packCopy(
  packageFolder: string,
  destination: string,
  bundled: readonly string[] = [],
): Promise<string> {
  const clone = join(destination, `clone-${packageFolder}`);
  await mkdir(join(clone, 'packages'), { recursive: true });
  await symlink(join(repository, 'node_modules'), join(clone, 'node_modules'));
  await cp(join(repository, 'tsconfig.base.json'), join(clone, 'tsconfig.base.json'));
  for (const name of [packageFolder, 'pack', ...bundled])
    await cp(join(repository, 'packages', name), join(clone, 'packages', name), {
      recursive: true,
      filter: (source) => !notCopied.has(basename(source)),
    });
  const packed = join(destination, `packed-${packageFolder}`);
  await mkdir(packed);
  await run('npm', ['pack', '--pack-destination', packed], {
    cwd: join(clone, 'packages', packageFolder),
    env: npmEnvironment,
  });
  const file = (await readdir(packed)).find((name) => name.endsWith('.tgz'));
  if (file === undefined) throw new Error('npm pack left no file');
  return join(packed, file);
}
