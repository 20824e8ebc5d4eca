import { randomUUID } from 'node:crypto';
import { mkdirSync, utimesSync } from 'node:fs';
import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Diagnose } from '../cloudwatch/diagnostics.ts';
import type { EventSpool, SpooledEvent } from '../cloudwatch/spool.ts';
import { describeFailure } from '../delivery/failure.ts';
import { unreferenced } from '../delivery/unreferenced.ts';
import { openSpoolSegment, type SpoolSegment } from './spool-segment.ts';

export interface SpoolSettings {
  readonly folder: string;
  readonly serviceName: string;
  /** Of all its files together. */
  readonly maxBytes: number;
  /** Of one file: what is read back at once. */
  readonly segmentBytes: number;
}

const syncEveryMs = 1000;
/** A file of another machine on a shared volume that nobody has touched for so long has no process any more. */
const abandonedAfterMs = 60_000;
const separator = '~';

/**
 * Events in files until they are delivered. A line is written when the code that logs it next yields, so that
 * `log()` itself waits for no disk, and whatever a caller has been answered is on file: a killed process loses nothing
 * of it. ADR: ../adr/0014-cloudwatch-delivery.md
 */
export function createCloudWatchSpool(settings: SpoolSettings, diagnose: Diagnose): EventSpool {
  const { folder, serviceName, maxBytes, segmentBytes } = settings;
  const prefix = `${serviceName.replace(/[^\w.-]/g, '_')}${separator}`;
  const ownName = `${prefix}${hostname()}${separator}${process.pid}${separator}${randomUUID().slice(0, 8)}`;
  let files = 0;
  let usedBytes = 0;
  let current: SpoolSegment | undefined;
  let currentPath = '';
  let lines: string[] = [];
  let closed = false;
  /** A folder that cannot be written to is not tried with every line. */
  let brokenUntilMs = 0;

  const nextPath = (): string => {
    files += 1;
    return join(folder, `${ownName}${separator}${files}.ndjson`);
  };
  const onGone = (bytes: number): void => {
    usedBytes -= bytes;
  };
  /** The file system must not be able to stop the lines from being sent. */
  const attempt = (what: () => void): boolean => {
    try {
      what();
      return true;
    } catch (error) {
      diagnose('spool', `the spool of log lines in ${folder} fails: ${describeFailure(error)}`);
      return false;
    }
  };
  const open = (): SpoolSegment => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    currentPath = nextPath();
    return openSpoolSegment(currentPath, undefined, onGone);
  };
  const flush = (): void => {
    const waiting = lines;
    const segment = current;
    lines = [];
    if (segment === undefined || waiting.length === 0) return;
    attempt(() => segment.write(waiting.join('')));
  };
  const tick = unreferenced(
    setInterval(() => {
      attempt(() => {
        current?.sync();
        if (current !== undefined) utimesSync(currentPath, new Date(), new Date());
      });
    }, syncEveryMs),
  );

  return {
    keep: (event) => {
      if (closed || performance.now() < brokenUntilMs) return undefined;
      const line = `${JSON.stringify(event)}\n`;
      const bytes = Buffer.byteLength(line);
      if (usedBytes + bytes > maxBytes) {
        diagnose('spool', `the spool of log lines in ${folder} is full: ${maxBytes} bytes`);
        return undefined;
      }
      const segment = attempt(() => {
        if (current !== undefined && current.bytes() >= segmentBytes) {
          flush();
          current.seal();
          current = undefined;
        }
        current ??= open();
      })
        ? current
        : undefined;
      if (segment === undefined) {
        brokenUntilMs = performance.now() + syncEveryMs;
        return undefined;
      }
      segment.add(bytes);
      usedBytes += bytes;
      lines.push(line);
      if (lines.length === 1) queueMicrotask(flush);
      return () => {
        // A file must not be emptied before a line is written that belongs to it.
        flush();
        attempt(segment.release);
      };
    },
    replay: async (take, hasRoomFor) => {
      try {
        for (const name of await readdir(folder).catch(() => [])) {
          if (closed || !name.startsWith(prefix) || name.startsWith(ownName)) continue;
          const path = join(folder, name);
          const { size, mtimeMs } = await stat(path);
          if (!hasRoomFor(size)) return;
          if (isAlive(name, mtimeMs)) continue;
          const claimed = nextPath();
          // Whoever is first has it.
          await rename(path, claimed);
          const events = parseLines(await readFile(claimed, 'utf8'));
          usedBytes += size;
          const segment = openSpoolSegment(claimed, { bytes: size, events: events.length }, onGone);
          if (events.length === 0) segment.seal();
          for (const event of events) take(event, () => attempt(segment.release));
        }
      } catch (error) {
        diagnose(
          'spool',
          `the spool of log lines in ${folder} cannot be read back: ${describeFailure(error)}`,
        );
      }
    },
    close: () => {
      if (closed) return;
      closed = true;
      clearInterval(tick);
      flush();
      attempt(() => {
        current?.syncNow();
        current?.seal();
      });
    },
  };
}

/** Whether the process that writes this file may still be running. */
function isAlive(name: string, mtimeMs: number): boolean {
  const [, host, pid] = name.split(separator);
  if (host !== hostname()) return Date.now() - mtimeMs < abandonedAfterMs;
  if (Number(pid) === process.pid) return false;
  try {
    return process.kill(Number(pid), 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A process that was killed may have left half a line at the end. */
function parseLines(text: string): readonly SpooledEvent[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isSpooledEvent(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

function isSpooledEvent(value: unknown): value is SpooledEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'timestampMs' in value &&
    Number.isFinite(value.timestampMs) &&
    'severityNumber' in value &&
    typeof value.severityNumber === 'number' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
