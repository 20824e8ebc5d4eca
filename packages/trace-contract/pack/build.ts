import { execFile } from 'node:child_process';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Compiles the entry points to JavaScript and declarations in `dist`. What is used of trace-model, which is on no registry,
 * goes along in `dist/trace-model`.
 */
export async function build(packageFolder: string): Promise<void> {
  const dist = join(packageFolder, 'dist');
  const compiled = join(dist, '.compiled');
  const traceModel = join(dist, 'trace-model');
  await rm(dist, { recursive: true, force: true });
  const compiler = join(packageFolder, '../../node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: packageFolder });
  for (const name of await readdir(join(compiled, 'trace-contract/src')))
    await rename(join(compiled, 'trace-contract/src', name), join(dist, name));
  await rename(join(compiled, 'trace-model/src'), traceModel);
  await rm(compiled, { recursive: true });
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const text = await readFile(file, 'utf8');
    await writeFile(file, toPackedImports(text, relative(dirname(file), join(traceModel, 'index.js'))));
  }
}

/** The compiler leaves the names of packages as they are, and in declarations the extension `.ts` too. */
function toPackedImports(text: string, traceModelPath: string): string {
  const path = traceModelPath.startsWith('.') ? traceModelPath : `./${traceModelPath}`;
  return text
    .replaceAll(`from '@cruddur/trace-model'`, `from '${path}'`)
    .replaceAll(/(from '\.{1,2}\/[^'\n]+)\.ts'/g, "$1.js'");
}
