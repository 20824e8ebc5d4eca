import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from './testing/start-vendors.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'cruddur-doctor-home-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** As `npm run doctor`, in a shell with these variables alone. */
async function runDoctor(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const env = { HOME: home, AWS_EC2_METADATA_DISABLED: 'true', ...freePorts, ...environment };
  return await new Promise((resolve) => {
    const script = join(import.meta.dirname, 'main.ts');
    const child = execFile(process.execPath, [script, ...args], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test('without an account it says in a line each that everything stays here', async () => {
  const startedMs = performance.now();
  const { code, stdout, stderr } = await runDoctor([]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('✓ Honeycomb is off; traces go to the local console');
  expect(stdout).toContain('✓ AWS is off; segments and log lines go to the local console');
  expect(stdout).toContain('✓ Rollbar is off; errors go to the local console');
  expect(stdout).toContain('All is well.');
  expect(stdout).not.toMatch(/[✗!]|\u001b/);
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});

test('without the dev settings nothing goes to a console', async () => {
  const { code, stdout } = await runDoctor(['--start']);
  expect(code).toBe(0);
  expect(stdout).toContain('✓ Honeycomb is off; no endpoint is set');
  expect(stdout).toContain('✓ AWS is off; segments and log lines go nowhere else');
  expect(stdout).toContain('✓ Rollbar is off; errors go to the log only');
});

test('problems are exit code 1, and JSON on request', async () => {
  const { code, stdout } = await runDoctor(['--json'], {
    CLOUDWATCH_LOG_GROUP: 'cruddur',
    AWS_REGION: 'eu-central-1',
  });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    findings: expect.arrayContaining([
      {
        group: 'aws',
        check: 'aws-credentials',
        status: 'problem',
        message: expect.stringContaining('no AWS credentials were found'),
        remedy: expect.stringContaining('AWS_PROFILE'),
      },
    ]),
  });
});

test('a log group without a region is a problem', async () => {
  const { stdout } = await runDoctor([], { CLOUDWATCH_LOG_GROUP: 'cruddur' });
  expect(stdout).toContain('✗ no AWS region is known → set AWS_REGION');
});

test('wrong arguments are exit code 2, with the usage', async () => {
  const { code, stdout, stderr } = await runDoctor(['--fix']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain("'--fix'");
  expect(stderr).toContain('usage: npm run doctor');
  expect((await runDoctor(['--help'])).code).toBe(0);
});
