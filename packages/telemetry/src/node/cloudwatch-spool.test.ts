import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { EventSpool, SpooledEvent } from '../cloudwatch/spool.ts';
import { createCloudWatchSpool, type SpoolSettings } from './cloudwatch-spool.ts';

let folder = '';
let troubles: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
  troubles = [];
});

function open(settings: Partial<SpoolSettings> = {}): EventSpool {
  const spool = createCloudWatchSpool(
    { folder, serviceName: 'gateway', maxBytes: 100_000, segmentBytes: 10_000, ...settings },
    (_, body) => troubles.push(body),
  );
  onTestFinished(() => {
    spool.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return spool;
}

const event = (message: string): SpooledEvent => ({ timestampMs: 1, severityNumber: 9, message });
const linesOf = (): readonly string[] =>
  readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean));

async function replayed(
  spool: EventSpool,
  hasRoomFor: (bytes: number) => boolean = () => true,
): Promise<readonly { readonly message: string; readonly release: () => void }[]> {
  const found: { message: string; release: () => void }[] = [];
  await spool.replay(({ message }, release) => found.push({ message, release }), hasRoomFor);
  return found;
}

test('an event is in a file as soon as the code that logged it yields, until it is released', async () => {
  const spool = open();
  const releases = ['one', 'two'].map((message) => spool.keep(event(message)));
  await Promise.resolve();
  expect(linesOf()).toHaveLength(2);
  releases[0]?.();
  expect(linesOf()).toHaveLength(2);
  releases[1]?.();
  expect(linesOf()).toEqual([]);
});

test('full files go away when all of their events are released', async () => {
  const spool = open();
  const releases = Array.from({ length: 40 }, () => spool.keep(event('x'.repeat(1000))));
  await Promise.resolve();
  expect(readdirSync(folder).length).toBeGreaterThan(1);
  for (const release of releases) release?.();
  spool.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('it never takes more than its bytes, and says so', () => {
  const spool = open({ maxBytes: 5000 });
  const kept = Array.from({ length: 10 }, () => spool.keep(event('x'.repeat(1000)))).filter(Boolean);
  expect(kept).toHaveLength(4);
  expect(troubles[0]).toContain('full');
  // Room again.
  kept[0]?.();
  for (const release of kept.slice(1)) release?.();
  expect(spool.keep(event('y'))).toBeTypeOf('function');
});

test('a disk that is full for a while costs no room for ever, and no line that is written later', () => {
  const fixture = fileURLToPath(new URL('fixtures/fill-spool.ts', import.meta.url));
  // No file of this process may have more than 64 KiB: the rest of a line that is over is not written.
  const { stdout } = spawnSync(
    'bash',
    ['-c', 'ulimit -f 64; exec "$0" "$@"', process.execPath, fixture, folder],
    {
      encoding: 'utf8',
    },
  );
  expect(JSON.parse(stdout)).toEqual({ kept: [150, 150, 150], readable: ['after'] });
});

test('what a dead process left is handed over once, even half a line at its end', async () => {
  const dead = `gateway~${hostname()}~999999~abc~1.ndjson`;
  writeFileSync(join(folder, dead), `${JSON.stringify(event('left'))}\n${JSON.stringify(event('too'))}\n`);
  appendFileSync(join(folder, dead), '{"timestampMs":1,"sev');
  const spool = open();
  const found = await replayed(spool);
  expect(found.map(({ message }) => message)).toEqual(['left', 'too']);
  expect(await replayed(spool)).toEqual([]);
  // Not yet delivered: another crash must not lose it.
  expect(linesOf()).toHaveLength(3);
  for (const { release } of found) release();
  expect(readdirSync(folder)).toEqual([]);
});

test('files of the living, of other services and of another machine are left alone', async () => {
  for (const name of [
    `gateway~${hostname()}~${process.ppid}~abc~1.ndjson`,
    `activities~${hostname()}~999999~abc~1.ndjson`,
    'gateway~elsewhere~1~abc~1.ndjson',
  ])
    writeFileSync(join(folder, name), `${JSON.stringify(event('theirs'))}\n`);
  expect(await replayed(open())).toEqual([]);
});

test('what there is no room for stays for later', async () => {
  writeFileSync(
    join(folder, `gateway~${hostname()}~999999~abc~1.ndjson`),
    `${JSON.stringify(event('left'))}\n`,
  );
  const spool = open();
  expect(await replayed(spool, () => false)).toEqual([]);
  expect(await replayed(spool)).toHaveLength(1);
});

test('a folder that cannot be written to stops nobody', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const spool = open({ folder: join(file, 'below') });
  expect(spool.keep(event('x'))).toBeUndefined();
  expect(spool.keep(event('x'))).toBeUndefined();
  expect(troubles).toHaveLength(1);
});
