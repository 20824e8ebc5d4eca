import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';

/** One file of events, one JSON line each; it goes away, or is emptied, when none of them is needed any more. */
export interface SpoolSegment {
  readonly bytes: () => number;
  /** One more event belongs to it, whose line has so many bytes and is still to be written. */
  readonly add: (lineBytes: number) => void;
  /** Throws as the file system does; what was added counts all the same until it is released. */
  readonly write: (lines: string) => void;
  /** One of its events has come to its end. */
  readonly release: () => void;
  /** No more events will come. */
  readonly seal: () => void;
  /** Makes it outlive the machine, too. */
  readonly sync: () => void;
  readonly syncNow: () => void;
}

/** @param found what it holds already: it was left by an earlier process */
export function openSpoolSegment(
  path: string,
  found: { readonly bytes: number; readonly events: number } | undefined,
  onGone: (bytes: number) => void,
): SpoolSegment {
  let file = found === undefined ? openSync(path, 'ax', 0o600) : undefined;
  let bytes = found?.bytes ?? 0;
  let events = found?.events ?? 0;
  let dirty = false;
  let isTorn = false;

  const closeFile = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  const clear = (): void => {
    if (events > 0) return;
    onGone(bytes);
    bytes = 0;
    if (file === undefined) unlinkSync(path);
    else ftruncateSync(file);
  };

  return {
    bytes: () => bytes,
    add: (lineBytes) => {
      events += 1;
      bytes += lineBytes;
    },
    write: (lines) => {
      if (file === undefined) return;
      dirty = true;
      // What was cut off must not take the next line with it.
      const text = isTorn ? `\n${lines}` : lines;
      isTorn = true;
      writeFileSync(file, text);
      isTorn = false;
    },
    release: () => {
      events -= 1;
      clear();
    },
    seal: () => {
      closeFile();
      clear();
    },
    sync: () => {
      if (!dirty || file === undefined) return;
      dirty = false;
      // What a crash of the machine takes is at most what was written since the last time.
      fdatasync(file, () => undefined);
    },
    syncNow: () => {
      if (file !== undefined) fdatasyncSync(file);
    },
  };
}
