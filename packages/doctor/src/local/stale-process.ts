import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findingsOf, type Finding } from '../finding.ts';
import type { InspectedService } from '../services/inspect-service.ts';
import { isOurVariable } from '../variables/known-variables.ts';

/** Of Linux on every architecture. */
const ticksPerSecond = 100;
/** The time at which the machine started, which starts of processes count from, has whole seconds. */
const uncertaintyMs = 1000;

/**
 * Whether a running service was started before its variables were set: it does not see what came later. Of Linux only;
 * nothing where the process cannot be looked into.
 */
export async function checkStaleProcess(
  root: string,
  service: InspectedService,
  pid: number,
): Promise<readonly Finding[]> {
  const found = findingsOf('local', 'started-before');
  const own = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => undefined);
  if (own === undefined) return [];
  const seen = new Map(
    own.split('\0').map((entry) => [entry.split('=', 1)[0] ?? '', entry.slice(entry.indexOf('=') + 1)]),
  );
  const remedy = 'stop it and start it again from this shell';
  const differing = service.environment.variables
    .filter(
      ({ name, value, origin }) =>
        origin === 'the shell' && isOurVariable(name) && value.trim() !== '' && seen.get(name) !== value,
    )
    .map(({ name }) => name);
  const [startedAtMs, changedAtMs] = await Promise.all([readStart(pid), readChange(join(root, '.env'))]);
  const isOlder =
    startedAtMs !== undefined && changedAtMs !== undefined && startedAtMs + uncertaintyMs < changedAtMs;
  return [
    ...(differing.length === 0
      ? []
      : [
          found.problem(
            `the ${service.folder} that runs (process ${pid}) was started without what this shell says of ${differing.join(', ')}`,
            remedy,
          ),
        ]),
    ...(isOlder
      ? [
          found.problem(
            `the ${service.folder} that runs (process ${pid}) was started before .env was changed`,
            remedy,
          ),
        ]
      : []),
  ];
}

/** Epoch milliseconds, up to `uncertaintyMs` early. */
async function readStart(pid: number): Promise<number | undefined> {
  const [own, all] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
    readFile('/proc/stat', 'utf8').catch(() => ''),
  ]);
  // The second field is the name in parentheses, with any character in it.
  const ticks = Number(own.slice(own.lastIndexOf(')') + 2).split(' ')[19]);
  const bootSeconds = Number(/^btime (\d+)$/m.exec(all)?.[1]);
  const startMs = (bootSeconds + ticks / ticksPerSecond) * 1000;
  return Number.isFinite(startMs) ? startMs : undefined;
}

async function readChange(path: string): Promise<number | undefined> {
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
