import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const repository: string = fileURLToPath(new URL('../../..', import.meta.url));
const notCopied: ReadonlySet<string> = new Set(['node_modules', 'dist', '.turbo', '.vitest']);

/** What vitest and the npm that runs us set is about us; what is left says how to reach the registry. */
const isAboutThisRun = /^(VITEST|TEST|NODE_ENV|NODE_OPTIONS|INIT_CWD|npm_(?!config_(cache|registry)$))/;

/** What npm and its scripts are to see: this Node first, and nothing that reports to anybody. */
export const npmEnvironment: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !isAboutThisRun.test(name))),
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  NO_COLOR: '1',
  DO_NOT_TRACK: '1',
  PACT_DO_NOT_TRACK: 'true',
  SCARF_ANALYTICS: 'false',
};

/**
 * Runs `npm pack` as a clean clone would, in a copy, because packing sets package.json aside for a moment and other tests
 * read it. Returns the packed file.
 */
export async function packCopy(folder: string): Promise<string> {
  const clone = join(folder, 'clone');
  await mkdir(join(clone, 'packages'), { recursive: true });
  await symlink(join(repository, 'node_modules'), join(clone, 'node_modules'));
  await cp(join(repository, 'tsconfig.base.json'), join(clone, 'tsconfig.base.json'));
  for (const name of ['trace-contract', 'trace-model'])
    await cp(join(repository, 'packages', name), join(clone, 'packages', name), {
      recursive: true,
      filter: (source) => !notCopied.has(basename(source)),
    });
  await run('npm', ['pack', '--pack-destination', folder], {
    cwd: join(clone, 'packages/trace-contract'),
    env: npmEnvironment,
  });
  const packed = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (packed === undefined) throw new Error('npm pack left no file');
  return join(folder, packed);
}
