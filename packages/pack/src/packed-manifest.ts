import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const manifestShape = z.looseObject({
  publishConfig: z.looseObject({ access: z.string() }),
  scripts: z.unknown(),
  devDependencies: z.unknown(),
});

/**
 * The package.json of the packed file. In the workspace `exports` are the sources; in the packed file they are what
 * `publishConfig` says. pnpm and yarn do that by themselves, npm does not. `engines` are there too: in the workspace, which
 * brings its own Node, they would make npm warn whoever starts with an older one.
 */
function toPackedManifest(text: string): string {
  const {
    devDependencies: _dev,
    publishConfig,
    scripts: _scripts,
    ...manifest
  } = manifestShape.parse(JSON.parse(text));
  const { access, ...replacements } = publishConfig;
  return `${JSON.stringify({ ...manifest, ...replacements, publishConfig: { access } }, null, 2)}\n`;
}

/** Puts the packed file's package.json in place, until `restoreManifest`. */
export async function replaceManifest(packageFolder: string): Promise<void> {
  const { manifest, setAside } = toPaths(packageFolder);
  await restoreManifest(packageFolder);
  const packed = toPackedManifest(await readFile(manifest, 'utf8'));
  await rename(manifest, setAside);
  await writeFile(manifest, packed);
}

/** Puts the workspace's package.json back, if it was set aside, now or by a run that was cut off. */
export async function restoreManifest(packageFolder: string): Promise<void> {
  const { manifest, setAside } = toPaths(packageFolder);
  await rename(setAside, manifest).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
}

function toPaths(packageFolder: string): { readonly manifest: string; readonly setAside: string } {
  return {
    manifest: join(packageFolder, 'package.json'),
    setAside: join(packageFolder, 'package.workspace.json'),
  };
}
