import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { StoreError } from './store-error.ts';

/**
 * Makes sure that one process at a time uses the database in `folder`, by a file `<folder>.lock` with its pid.
 * A lock whose process is gone is taken over.
 * @returns the function that gives the lock back.
 * @throws StoreError naming the folder and the pid that holds it.
 */
export function lockFolder(folder: string): () => void {
  const lockFile = `${folder}.lock`;
  const own = `${process.pid} ${startOf(process.pid)}`;
  // Written first and linked then, so that nobody ever reads a half-written lock.
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, own);
  try {
    while (!tryLink(draft, lockFile)) {
      const holder = readLock(lockFile);
      if (holder !== undefined && isAlive(holder)) throw heldBy(folder, holder);
      takeAway(lockFile, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readLock(lockFile) === own) rmSync(lockFile, { force: true });
  };
}

function heldBy(folder: string, holder: string): StoreError {
  const pid = holder.split(' ', 1).join('');
  return new StoreError(
    `The database folder ${folder} is in use by process ${pid}. Stop that process, or set DATABASE_URL to another folder, memory: or a PostgreSQL server.`,
  );
}

function tryLink(draft: string, lockFile: string): boolean {
  try {
    linkSync(draft, lockFile);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function readLock(lockFile: string): string | undefined {
  try {
    return readFileSync(lockFile, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Removes a dead lock. Renamed first: of two processes that see the same dead lock only one gets it. */
function takeAway(lockFile: string, expected: string | undefined): void {
  const aside = `${lockFile}.${process.pid}.stale`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  // Another process was faster, and what was renamed is its fresh lock: put it back.
  if (readLock(aside) !== expected) tryLink(aside, lockFile);
  rmSync(aside, { force: true });
}

function isAlive(holder: string): boolean {
  const [pidText = '', start = ''] = holder.split(' ');
  const pid = Number(pidText);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: alive, but someone else's.
    if (!hasCode(error, 'EPERM')) return false;
  }
  return startOf(pid) === start;
}

/** When the process started, so that a pid that was used again (after a reboot, in a container) is no live holder. */
function startOf(pid: number): string {
  try {
    // Field 22 of /proc/<pid>/stat (proc(5)); the second field is a name in brackets that may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
