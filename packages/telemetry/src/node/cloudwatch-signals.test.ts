import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../cloudwatch/fixtures/eventually.ts';
import { startLogsServer, type LogsServer } from '../cloudwatch/fixtures/start-logs-server.ts';
import { startRollbarReceiver } from './fixtures/start-rollbar-receiver.ts';

interface Child {
  readonly process: ChildProcess;
  /** What it said last on its own descriptor. */
  readonly said: () => string;
  readonly exited: Promise<unknown>;
}

const script = fileURLToPath(new URL('./fixtures/log-until-signal.ts', import.meta.url));

async function startChild(server: LogsServer, environment: Record<string, string>): Promise<Child> {
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    env: {
      CLOUDWATCH_LOG_GROUP: 'group',
      CRUDDUR_CLOUDWATCH_MAX_DELAY: '100',
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: server.url,
      LINES_A_TURN: '20',
      MAX_LINES: '20000',
      ...environment,
    },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  // safe: the fourth descriptor is a pipe that the child writes to
  const lines = createInterface({ input: child.stdio[3] as Readable });
  lines.on('line', (line) => (said = line));
  const exited = Promise.all([once(child, 'exit'), once(lines, 'close')]);
  await once(lines, 'line');
  return { process: child, said: () => said, exited };
}

interface Account {
  readonly accepted: number;
}

interface Line {
  readonly message: string;
  readonly run: string;
  readonly line: number;
  readonly timeMs: number;
}

function linesOf(server: LogsServer, run: string): readonly Line[] {
  return server
    .events()
    .map(({ message, timestamp }): Line => ({ ...JSON.parse(message), timeMs: timestamp }))
    .filter((line) => line.run === run);
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Set SIGTERM_RUNS to 100 for the full count. */
const sigtermRuns = Number(process.env['SIGTERM_RUNS'] ?? 8);

test(`G15: SIGTERM under load, ${sigtermRuns} times at a random moment: every line and every report that was accepted arrives`, async () => {
  await using server = await startLogsServer();
  await using rollbar = await startRollbarReceiver();
  const environment = { ROLLBAR_ENDPOINT: rollbar.endpoint, ROLLBAR_ACCESS_TOKEN: 'token' };
  for (let run = 0; run < sigtermRuns; run += 1) {
    const name = `run ${run}`;
    const child = await startChild(server, { RUN: name, ...environment });
    await sleep(Math.random() * 400);
    child.process.kill('SIGTERM');
    expect(await child.exited).toMatchObject([[0, null], []]);
    const health: Account & { readonly rollbar: Account } = JSON.parse(child.said());
    expect(health).toMatchObject({ delivered: health.accepted, dropped: 0, buffered: 0 });
    const sent = linesOf(server, name);
    // What is reported has a line of its own.
    expect(sent.length).toBe(health.accepted);
    const lines = sent.filter(({ message }) => message === 'line').map(({ line }) => line);
    expect(lines).toEqual(upTo(lines.length));
    const reports = Math.floor(lines.length / 100);
    expect(health.rollbar).toMatchObject({ accepted: reports, delivered: reports, dropped: 0, buffered: 0 });
    const items = rollbar.texts().filter((text) => text.includes(`"${name}"`));
    expect(new Set(items.map((text): string => JSON.parse(text).data.uuid)).size).toBe(reports);
    expect(lines.length).toBeGreaterThan(0);
    // The next child makes its own.
    server.streams.clear();
  }
  expect(rollbar.requests.length).toBeGreaterThan(0);
  expect(server.violations).toEqual([]);
}, 600_000);

test('G16: SIGKILL loses no more than the last maxDelay and what is under way', async () => {
  await using server = await startLogsServer();
  for (let run = 0; run < 4; run += 1) {
    const name = `run ${run}`;
    // Slow enough that nothing but the delay holds lines back.
    const child = await startChild(server, { RUN: name, LINES_A_TURN: '1', MAX_LINES: '2000' });
    // The first call waits for the SDK to be loaded.
    await eventually(() => linesOf(server, name).length > 0);
    await sleep(Math.random() * 300);
    child.process.kill('SIGKILL');
    const killedMs = Date.now();
    await child.exited;
    const arrived = linesOf(server, name);
    expect(arrived.map(({ line }) => line)).toEqual(upTo(arrived.length));
    const saidLines = Number(child.said());
    expect(arrived.length).toBeLessThanOrEqual(saidLines + 20);
    const last = arrived.at(-1)?.timeMs ?? 0;
    // All of them had arrived, or the last one is as young as the delay and one call allow on a busy machine.
    expect(saidLines <= arrived.length || killedMs - last < 100 + 1500).toBe(true);
  }
}, 120_000);

test('G16: SIGKILL with the spool loses nothing: the next process sends it, once', async () => {
  await using server = await startLogsServer();
  const folder = mkdtempSync(join(tmpdir(), 'spool-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const spool = { CRUDDUR_CLOUDWATCH_SPOOL: folder };
  for (let run = 0; run < 3; run += 1) {
    const name = `run ${run}`;
    const child = await startChild(server, { RUN: name, MAX_LINES: '4000', ...spool });
    await sleep(Math.random() * 300);
    child.process.kill('SIGKILL');
    await child.exited;
    const accepted = Number(child.said());
    const next = await startChild(server, { RUN: 'next', LINES_A_TURN: '1', MAX_LINES: '1', ...spool });
    const missing = (): readonly number[] => {
      const arrived = new Set(linesOf(server, name).map(({ line }) => line));
      return upTo(accepted).filter((line) => !arrived.has(line));
    };
    for (const deadlineMs = Date.now() + 10_000; missing().length > 0 && Date.now() < deadlineMs;)
      await sleep(20);
    expect(missing()).toEqual([]);
    next.process.kill('SIGTERM');
    await next.exited;
  }
  // What was sent twice, because nobody lived to hear that it had arrived, has the same id.
  const ids = server.events().map(({ message }): string => JSON.parse(message).event_id);
  const lines = server.events().map(({ message }): string => {
    const { run, line } = JSON.parse(message);
    return run === 'next' ? message : `${run} ${line}`;
  });
  expect(new Set(ids).size).toBe(new Set(lines).size);
  // Nothing is left behind.
  expect(readdirSync(folder)).toEqual([]);
}, 120_000);

test('G16: what SIGTERM finds undeliverable is pending with the spool, and sent by the next process', async () => {
  await using server = await startLogsServer();
  const folder = mkdtempSync(join(tmpdir(), 'spool-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const spool = { CRUDDUR_CLOUDWATCH_SPOOL: folder };
  server.fault = () => (response) => void response.writeHead(500).end();
  const child = await startChild(server, { RUN: 'first', MAX_LINES: '60', SHUTDOWN_MS: '300', ...spool });
  child.process.kill('SIGTERM');
  await child.exited;
  const { accepted } = JSON.parse(child.said());
  expect(JSON.parse(child.said())).toMatchObject({ delivered: 0, dropped: 0, buffered: accepted });
  server.fault = () => undefined;
  const next = await startChild(server, { RUN: 'next', LINES_A_TURN: '1', MAX_LINES: '1', ...spool });
  for (
    const deadlineMs = Date.now() + 10_000;
    linesOf(server, 'first').length < accepted && Date.now() < deadlineMs;
  )
    await sleep(20);
  expect(linesOf(server, 'first').map(({ line }) => line)).toEqual(upTo(accepted));
  next.process.kill('SIGTERM');
  await next.exited;
}, 60_000);
