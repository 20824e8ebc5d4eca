import { execFile } from 'node:child_process';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Compiles what `tsconfig.build.json` names to JavaScript and declarations in `dist`. The sources of other packages of the
 * workspace that its `paths` lead to, which are on no registry, go along in a folder of `dist` each.
 */
export async function build(packageFolder: string): Promise<void> {
  const dist = join(packageFolder, 'dist');
  const compiled = join(dist, '.compiled');
  await rm(dist, { recursive: true, force: true });
  const compiler = join(packageFolder, '../../node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: packageFolder });
  const own = basename(packageFolder);
  const bundled = (await readdir(compiled)).filter((name) => name !== own);
  for (const name of await readdir(join(compiled, own, 'src')))
    await rename(join(compiled, own, 'src', name), join(dist, name));
  for (const name of bundled) await rename(join(compiled, name, 'src'), join(dist, name));
  await rm(compiled, { recursive: true });
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const text = await readFile(file, 'utf8');
    const pathTo = (name: string): string => relative(dirname(file), join(dist, name, 'index.js'));
    await writeFile(file, toPackedImports(text, bundled, pathTo));
  }
}

/** The compiler leaves the names of packages as they are, and in declarations the extension `.ts` too. */
function toPackedImports(text: string, bundled: readonly string[], pathTo: (name: string) => string): string {
  return bundled
    .reduce((result, name) => {
      const path = pathTo(name);
      return result.replaceAll(
        `from '@cruddur/${name}'`,
        `from '${path.startsWith('.') ? path : `./${path}`}'`,
      );
    }, text)
    .replaceAll(/(from '\.{1,2}\/[^'\n]+)\.ts'/g, "$1.js'");
}
