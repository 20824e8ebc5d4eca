import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';

interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the gateway as a process of its own; sends SIGTERM when `stopAt` appears in its output. */
function runGateway(environment: Readonly<Record<string, string>>, stopAt?: string): Promise<Exit> {
  const child = spawn(process.execPath, [new URL('main.ts', import.meta.url).pathname], {
    env: { LOG_FORMAT: 'json', ...environment },
  });
  let stdout = '';
  let stderr = '';
  let stopped = false;
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (stopped || stopAt === undefined || !stdout.includes(stopAt)) return;
    stopped = true;
    child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

test('all configuration problems are told at once, and nothing starts', async () => {
  const { code, stdout, stderr } = await runGateway({ PORT: 'x', ACTIVITIES_URL: 'activities', HOST: 'a b' });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('gateway: 3 problems in the configuration');
  for (const variable of ['PORT', 'ACTIVITIES_URL', 'HOST']) expect(stderr).toContain(`  ${variable}: found`);
});

test('a taken port is one clear line', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => {
    squatter.listen(0, '127.0.0.1', resolve);
  });
  const address = squatter.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { code, stderr } = await runGateway({ PORT: String(port) });
  expect(code).toBe(1);
  expect(stderr).toContain(`port ${port} on 127.0.0.1 is taken`);
  squatter.close();
});

test('it listens, and SIGTERM ends it cleanly', async () => {
  const { code, stdout } = await runGateway({ PORT: '0' }, 'gateway listens on http://127.0.0.1:');
  expect(code).toBe(0);
  expect(stdout).toContain('SIGTERM');
});
