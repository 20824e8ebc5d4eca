import { readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { eventually } from './stack/eventually.ts';
import { startProcess } from './stack/start-process.ts';
import { traceIdOf, traceOf } from './stack/trace-of.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ports = { gateway: 4567, activities: 4568, console: 4569, otlp: 4318 };

it('npm run dev: one command starts everything, one request is one trace, one Ctrl-C stops all', async () => {
  for (const [name, port] of Object.entries(ports)) {
    if (await isOpen(port))
      throw new Error(`port ${port} (${name}) is taken: stop the stack that is running`);
  }
  const dev = startProcess({
    command: 'npm',
    arguments: ['run', 'dev'],
    folder: root,
    environment: { DATABASE_URL: 'memory:', TURBO_TELEMETRY_DISABLED: '1' },
    ownGroup: true,
  });
  let family: readonly number[] = [];
  try {
    await Promise.race([
      eventually(
        'the gateway is ready',
        async () => (await fetch(`http://127.0.0.1:${ports.gateway}/ready`)).ok || undefined,
        60_000,
      ),
      dev.exit.then((code) => Promise.reject(new Error(`npm run dev ended with ${code}:\n${dev.output()}`))),
    ]);
    const response = await fetch(`http://127.0.0.1:${ports.gateway}/api/activities/home`);
    expect(response.status).toBe(200);
    const consoleUrl = `http://127.0.0.1:${ports.console}`;
    const trace = await traceOf(
      { console: { url: consoleUrl } },
      traceIdOf(response),
      ({ spans }) => spans.length >= 5,
    );
    expect(trace.services.map(({ name }) => name)).toEqual(['gateway', 'activities']);
    expect(await (await fetch(consoleUrl)).text()).toContain('<div id="page">');
    // Turbo puts the package before each line.
    expect(dev.output()).toMatch(/@cruddur\/gateway:dev: /);

    family = processTree(dev.pid);
    expect(family.length).toBeGreaterThan(3);
    // As a terminal does: to every process of the group, which then hear of it from their parents once more.
    process.kill(-dev.pid, 'SIGINT');
    await dev.exit;
    await eventually(
      'every process is gone',
      async () => family.every((pid) => !isRunning(pid)) || undefined,
      15_000,
    );
    for (const port of Object.values(ports)) expect(await isOpen(port)).toBe(false);
    expect(dev.output()).not.toMatch(/Assertion failed|Aborted|stack trace|Error:/);
  } finally {
    for (const pid of [...processTree(dev.pid), ...family]) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  }
}, 120_000);

/** A process and everything that descends from it, by the kernel's account. */
function processTree(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat !== undefined) parents.set(Number(name), stat.parent);
  }
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

function isRunning(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== 'Z';
}

function statOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
