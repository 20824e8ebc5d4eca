import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { homeTraceId, homeTraceJson } from './testing/home-trace.ts';
import { startTestConsole } from './testing/start-test-console.ts';

interface Run {
  /** Settles with what it has printed by the time that `text` is in it. */
  readonly printed: (text: string) => Promise<string>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exit: Promise<{ code: unknown; output: string }>;
}

function run(path: string, args: readonly string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, [fileURLToPath(new URL(path, import.meta.url)), ...args], {
    env: { PATH: process.env['PATH'], ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  return {
    printed: (text) =>
      new Promise((resolve) => {
        const listener = (): void => {
          if (output.includes(text)) resolve(output);
        };
        listeners.add(listener);
        listener();
      }),
    kill: (signal) => {
      child.kill(signal);
    },
    exit: once(child, 'close').then(([code]: unknown[]) => ({ code, output })),
  };
}

async function takePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port; // a TCP server that listens has one
}

const anyPorts = { PORT: '0', CRUDDUR_OTLP_PORT: '0', CRUDDUR_XRAY_PORT: '0' };

function findUrl(output: string, label: string): string {
  return new RegExp(`${label} +(http://[^\\s/]+)`).exec(output)?.[1] ?? `no ${label} in ${output}`;
}

describe('the console as a process', { timeout: 60_000 }, () => {
  it('says where it is, takes a trace, shows it in the terminal, and stops on SIGTERM with a reader connected', async () => {
    const console = run('main.ts', [], anyPorts);
    const output = await console.printed('curl');
    expect(output).toContain('curl -i localhost:4567/api/activities/home');
    const pageUrl = findUrl(output, 'page');
    const response = await fetch(`${findUrl(output, 'receiver')}/v1/traces`, {
      method: 'POST',
      body: homeTraceJson,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(200);

    const trace = run('terminal/main.ts', ['last'], { PORT: new URL(pageUrl).port });
    const shown = await trace.exit;
    expect(shown.code).toBe(0);
    expect(shown.output).toContain(homeTraceId);
    expect(shown.output).toContain('2 services · 4 spans · 0 errors · 20.0 ms');
    expect(shown.output).toContain('gateway → activities  request 3.00 ms, response 2.00 ms');

    const events = await fetch(`${pageUrl}/api/events`);
    console.kill('SIGTERM');
    expect((await console.exit).code).toBe(0);
    expect(await events.text()).toContain(homeTraceId);
  });

  it('does not trace itself, even where OTEL_* says so', async () => {
    const observer = await startTestConsole();
    const console = run('main.ts', [], { ...anyPorts, OTEL_EXPORTER_OTLP_ENDPOINT: observer.otlpUrl });
    const pageUrl = findUrl(await console.printed('curl'), 'page');
    expect((await fetch(`${pageUrl}/api/traces`)).status).toBe(200);
    console.kill('SIGTERM');
    await console.exit;
    const seen = await fetch(`${observer.pageUrl}/api/traces`);
    expect(await seen.json()).toMatchObject({ traces: [] });
  });

  it('moves the page from a taken port, and says so', async () => {
    const taken = await takePort();
    const console = run('main.ts', [], { ...anyPorts, PORT: String(taken) });
    const output = await console.printed('curl');
    expect(output).toContain(`(port ${taken} is taken)`);
    const moved = Number(new URL(findUrl(output, 'page')).port);
    expect(moved).toBeGreaterThan(taken);
    expect(output).toContain(`lines and errors to port ${taken}; stop what has it`);
    expect(output).toContain(`AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=http://127.0.0.1:${moved}/cloudwatch\n`);
    expect(output).toContain(`ROLLBAR_ENDPOINT=http://127.0.0.1:${moved}/rollbar/api/1/item/\n`);
  });

  it('does not move the receiver: it names the port and how to go on', async () => {
    const taken = await takePort();
    const { code, output } = await run('main.ts', [], { ...anyPorts, CRUDDUR_OTLP_PORT: String(taken) }).exit;
    expect(code).toBe(1);
    expect(output).toBe(
      `console: port ${taken} on 127.0.0.1 is taken by another process; stop that one, or set CRUDDUR_OTLP_PORT to a free port\n`,
    );
  });

  it('goes on without X-Ray where its port is taken, and says so', async () => {
    const taken = await takePort();
    const console = run('main.ts', [], { ...anyPorts, CRUDDUR_XRAY_PORT: String(taken) });
    const output = await console.printed('curl');
    expect(output).toContain(
      `no X-Ray  TCP port ${taken} on 127.0.0.1 is taken by another process; stop that one, or set CRUDDUR_XRAY_PORT to a free port`,
    );
    const list = await fetch(`${findUrl(output, 'page')}/api/traces`);
    expect(list.status).toBe(200);
  });

  it('lists every problem of its configuration', async () => {
    const { code, output } = await run('main.ts', [], { PORT: 'x', CRUDDUR_OTLP_PORT: '-1' }).exit;
    expect(code).toBe(1);
    expect(output).toContain('2 problems');
  });
});
