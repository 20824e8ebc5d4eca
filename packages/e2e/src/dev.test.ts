import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { devPorts, isOpen, withDevPorts } from './stack/dev-ports.ts';
import { eventually } from './stack/eventually.ts';
import { isRunning, processTree } from './stack/process-tree.ts';
import { startProcess } from './stack/start-process.ts';
import { traceIdOf, traceOf } from './stack/trace-of.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

it(
  'npm run dev: one command starts everything, one request is one trace, one Ctrl-C stops all',
  () =>
    withDevPorts(async () => {
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
            async () => (await fetch(`http://127.0.0.1:${devPorts.gateway}/ready`)).ok || undefined,
            60_000,
          ),
          dev.exit.then((code) =>
            Promise.reject(new Error(`npm run dev ended with ${code}:\n${dev.output()}`)),
          ),
        ]);
        const response = await fetch(`http://127.0.0.1:${devPorts.gateway}/api/activities/home`);
        expect(response.status).toBe(200);
        const consoleUrl = `http://127.0.0.1:${devPorts.console}`;
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
        for (const port of Object.values(devPorts)) expect(await isOpen(port)).toBe(false);
        expect(dev.output()).not.toMatch(/Assertion failed|Aborted|stack trace|Error:/);
      } finally {
        for (const pid of [...processTree(dev.pid), ...family])
          if (isRunning(pid)) process.kill(pid, 'SIGKILL');
      }
    }),
  420_000,
);
