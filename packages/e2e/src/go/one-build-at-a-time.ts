import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const pauseMs = 200;

/**
 * Runs `build` when no other test file of this machine builds into the same folder: side by side they would compile the
 * same packages, each at half the speed.
 */
export async function oneBuildAtATime<T>(folder: string, build: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const lockPath = join(folder, 'building.pid');
  while (!(await takeLock(lockPath))) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  try {
    return await build();
  } finally {
    await rm(lockPath, { force: true });
  }
}

async function takeLock(lockPath: string): Promise<boolean> {
  try {
    await writeFile(lockPath, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(await readFile(lockPath, 'utf8').catch(() => ''));
    // Of a run that was killed; an empty file is about to be written to.
    if (holder > 0 && !isRunning(holder)) await rm(lockPath, { force: true });
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
