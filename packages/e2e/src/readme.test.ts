import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandsOf } from './readme/commands-of.ts';
import { createShell, type Shell } from './readme/shell.ts';
import { devPorts, isOpen, withDevPorts } from './stack/dev-ports.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const timeoutMs = 420_000;

type Step = { readonly command: string } & (
  | { readonly prints: RegExp }
  /** Runs until Ctrl-C; `starts` is what a person waits for. */
  | { readonly starts: RegExp }
  | { readonly leftOut: string }
);

const withDevTooling: readonly Step[] = [
  { command: 'npm ci && npm run dev', starts: /gateway:dev: .*ready: / },
  {
    command: 'curl -i localhost:4567/api/activities/home',
    prints: /^HTTP\/1\.1 200 OK[\s\S]*server-timing: traceparent;desc="00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]"/m,
  },
  {
    command: 'npm run trace -- last',
    prints: /SERVER GET \/api\/activities\/home[\s\S]*gateway → activities[\s\S]*home-activities-mock-data/,
  },
  {
    command: 'curl -i localhost:4567/rollbar/test',
    prints: /^HTTP\/1\.1 200 OK[\s\S]*title="console"[\s\S]*x-rollbar-occurrence-uuid: [\s\S]*Hello World!$/m,
  },
  {
    command: 'curl -i localhost:4567/api/faults/downstream-500',
    prints: /^HTTP\/1\.1 502 [\s\S]*"traceId"/m,
  },
  { command: 'npm run trace -- last', prints: /fail-downstream[\s\S]*1 report: DeliberateFaultError/ },
  { command: 'npm ci && npm test', leftOut: 'this test is part of it' },
  { command: 'npm run doctor', prints: /Honeycomb is off[\s\S]*All is well\.\s*$/ },
  { command: 'npm run contract', leftOut: 'npm test runs it, too' },
  {
    command: 'npm run contracts:can-i-deploy -- --service activities --to prod --allow-unknown',
    prints: /Yes, activities can be deployed to prod/,
  },
  { command: 'docker compose up --build --wait', leftOut: 'wants a Docker engine: npm run test:compose' },
];

const withoutDevTooling: readonly Step[] = [
  { command: 'npm run build', prints: /[34] successful/ },
  { command: 'DATABASE_URL=memory: node services/activities/dist/main.js', starts: /listens on/ },
  { command: 'node services/gateway/dist/main.js', starts: /ready: / },
];

let clone: string;
let shell: Shell;
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'cruddur-readme-'));
  shell = createShell(clone);
  await shell.run(`git clone --quiet --no-hardlinks '${root}' .`);
}, 60_000);
afterAll(async () => {
  shell.kill();
  // With its node_modules.
  await rm(clone, { recursive: true, force: true });
}, 120_000);

test('every command of the README is run here, or left out for a reason', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const steps = [...withDevTooling, ...withoutDevTooling];
  expect(commandsOf(readme)).toEqual(steps.map(({ command }) => command));
});

test(
  'a newcomer follows the README from a fresh clone to a build that runs',
  () =>
    withDevPorts(async () => {
      for (const step of withDevTooling) await follow(step);
      await shell.interrupt();
      for (const port of Object.values(devPorts)) expect(await isOpen(port)).toBe(false);

      for (const step of withoutDevTooling) await follow(step);
      const answer = await fetch(`http://127.0.0.1:${devPorts.gateway}/api/activities/home`);
      expect(answer.status).toBe(200);
      expect(await shell.interrupt()).toEqual([0, 0]);
    }),
  timeoutMs,
);

async function follow(step: Step): Promise<void> {
  if ('starts' in step) await shell.start(step.command, step.starts);
  // Telemetry arrives a moment after the answer: a person is slower than that, this test asks again.
  else if ('prints' in step) await shell.runUntil(step.command, step.prints);
}
