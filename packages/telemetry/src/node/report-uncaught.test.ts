import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseSentItem } from '../rollbar/fixtures/sent-item.ts';
import { startRollbarReceiver } from './fixtures/start-rollbar-receiver.ts';

const program = fileURLToPath(new URL('./fixtures/fail-uncaught.ts', import.meta.url));

interface Ended {
  readonly code: unknown;
  readonly errors: string;
  readonly elapsedMs: number;
}

async function run(environment: Readonly<Record<string, string>>): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [program], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { code, errors, elapsedMs: performance.now() - startedMs };
}

test.for([
  ['exception', 'Error: nobody catches me', 'uncaughtException'],
  ['rejection', 'Error: nobody catches me', 'unhandledRejection'],
  ['text', 'only a text', 'uncaughtException'],
  ['hostile', 'Error', 'uncaughtException'],
] as const)(
  'an uncaught %s is on standard error, reported as critical, and ends the process with 1',
  async ([failBy, line, origin]) => {
    await using receiver = await startRollbarReceiver();
    const { code, errors } = await run({ FAIL_BY: failBy, ROLLBAR_ENDPOINT: receiver.endpoint });
    expect(code).toBe(1);
    expect(errors).toContain(`failing: uncaught, the process ends: ${line}`);
    expect(receiver.requests).toHaveLength(1);
    expect(parseSentItem(receiver.texts()[0] ?? '')).toMatchObject({
      level: 'critical',
      custom: { 'cruddur.uncaught': origin },
    });
    expect(errors + receiver.texts().join('')).not.toContain('hunter2');
  },
);

test('an endpoint that never answers does not keep the process alive', async () => {
  await using receiver = await startRollbarReceiver(() => undefined);
  const { code, errors, elapsedMs } = await run({ ROLLBAR_ENDPOINT: receiver.endpoint });
  expect(code).toBe(1);
  expect(errors).toContain('caused by TypeError: the reason');
  expect(receiver.requests).toHaveLength(1);
  expect(elapsedMs).toBeLessThan(15_000);
});

test('without Rollbar it is the line and the exit code', async () => {
  const { code, errors } = await run({});
  expect(code).toBe(1);
  expect(errors).toContain('nobody catches me');
});
