import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const pauseMs = 200;

/**
 * Runs `task` when no other test file of this machine runs one with the same folder: for what cannot be had twice (fixed
 * ports), and for what would only be slower side by side (compilers).
 */
export async function oneAtATime<T>(folder: string, task: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const lockPath = join(folder, 'running.pid');
  while (!(await takeLock(lockPath))) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  try {
    return await task();
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
