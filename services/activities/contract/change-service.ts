import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { createApp } from '../src/app.ts';

/** A change of the service's source, as a developer would make it. */
export interface SourceChange {
  /** Below `src`. */
  readonly file: string;
  /** What is there exactly once, and what it becomes. */
  readonly edits: readonly (readonly [before: string, after: string])[];
  /** To put at the top of the file. */
  readonly imports?: string;
}

const service = fileURLToPath(new URL('..', import.meta.url));

/** The app of a copy of the service's source to which this change was made. The copy is gone afterwards. */
export async function createChangedApp(change: SourceChange): Promise<typeof createApp> {
  // Inside the service, so that the packages that it imports are found.
  const parent = join(service, '.vitest');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'changed-'));
  try {
    await cp(join(service, 'src'), folder, { recursive: true });
    await applyChange(folder, change);
    // safe: a copy of ../src/app.ts
    const { createApp: createChanged } = (await import(join(folder, 'app.ts'))) as {
      readonly createApp: typeof createApp;
    };
    return createChanged;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function applyChange(folder: string, { edits, file, imports = '' }: SourceChange): Promise<void> {
  const path = join(folder, file);
  let text = await readFile(path, 'utf8');
  for (const [before, after] of edits) {
    const [head, tail, ...more] = text.split(before);
    if (head === undefined || tail === undefined || more.length > 0)
      throw new Error(`src/${file} does not have exactly once: ${before}`);
    text = `${head}${after}${tail}`;
  }
  await writeFile(path, `${imports}\n${text}`);
}
