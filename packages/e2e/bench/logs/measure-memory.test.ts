import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFailed } from 'vitest';
import { portOf } from '../port-of.ts';
import { endWorkerProcesses } from '../worker-process.ts';
import { measureMemory } from './measure-memory.ts';
import { judgeLogs } from './report-logs.ts';

const minutes = 0.4;

it('10,000 lines/s to a dead endpoint: memory is flat, the buffer bounded, every drop counted (npm run bench -- --work logs --minutes 10 for longer)', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const endpoint = `http://127.0.0.1:${portOf(closed)}`;
  closed.close();
  onTestFailed(() => endWorkerProcesses());
  const memory = await measureMemory({ endpoint, minutes, launcher: [] });
  expect(judgeLogs({ figures: [], memory, withoutPeers: undefined }).filter((bar) => !bar.passed)).toEqual(
    [],
  );
  const { accepted, delivered, dropped, buffered } = memory.last;
  // The warm-up and two samples at the least, however busy the machine.
  expect(accepted).toBeGreaterThanOrEqual(160_000);
  expect(delivered).toBe(0);
  expect(dropped).toBeGreaterThan(accepted / 2);
  expect(dropped + buffered).toBe(accepted);
}, 90_000);
