import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProcess } from './stack/start-process.ts';
import { serviceFolder, startService, startStack, type Service, type Stack } from './stack/start-stack.ts';
import { traceIdOf, traceOf } from './stack/trace-of.ts';

beforeAll(() => {
  for (const name of ['gateway', 'activities', 'console'] as const) {
    if (!existsSync(`${serviceFolder(name)}dist/main.js`)) {
      throw new Error(`services/${name}/dist/main.js is missing: run "npm run build" first`);
    }
  }
});

describe('the built services, started alone with variables only', () => {
  it.each([
    ['activities', { DATABASE_URL: 'memory:' }],
    ['gateway', { ACTIVITIES_URL: 'http://127.0.0.1:9' }],
  ] as const)('%s is alive in time and exits 0 on SIGTERM', async (name, environment) => {
    const started = performance.now();
    const service = await startAlive(name, environment);
    // Twice the promise of 5 s: other tests share the two cores.
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(await service.process.stop('SIGTERM')).toBe(0);
  });

  it('sends everything accepted before it exits', async () => {
    let stack: Stack | undefined;
    try {
      // A delay beyond the test's end: only the stop can send these spans.
      stack = await startStack({ entry: 'dist/main.js', environment: { OTEL_BSP_SCHEDULE_DELAY: '60000' } });
      const { gateway, activities } = stack;
      const responses = await Promise.all(
        Array.from({ length: 50 }, () => fetch(`${gateway.url}/api/activities/home`)),
      );
      await Promise.all(responses.map((response) => response.text()));
      expect(await gateway.process.stop('SIGTERM')).toBe(0);
      expect(await activities.process.stop('SIGTERM')).toBe(0);
      for (const response of responses) {
        const trace = await traceOf(stack, traceIdOf(response), ({ spans }) => spans.length >= 5);
        expect(trace.spans.every(({ parentMissing }) => !parentMissing)).toBe(true);
      }
    } finally {
      await stack?.stop();
    }
  }, 60_000);

  it('exits inside the deadline, and says what was dropped, with a collector that hangs', async () => {
    const collector = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    // safe: a TCP server that listens has an AddressInfo
    const { port } = collector.address() as AddressInfo;
    const service = await startAlive('gateway', {
      ACTIVITIES_URL: 'http://127.0.0.1:9',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
    await fetch(`${service.url}/api/activities/home`);
    const stopped = performance.now();
    expect(await service.process.stop('SIGTERM')).toBe(0);
    expect(performance.now() - stopped).toBeLessThan(11_000);
    expect(service.process.output()).toContain('dropped');
    collector.closeAllConnections();
    collector.close();
  }, 30_000);
});

describe('bad configuration', () => {
  it('is reported whole, by variable, value and expectation, and starts nothing', async () => {
    const broken = startProcess({
      arguments: ['dist/main.js'],
      folder: serviceFolder('activities'),
      environment: {
        PORT: '99999',
        DATABASE_URL: 'mysql://root:hunter2@db/x',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'not a url',
        OTEL_TRACES_SAMPLER: 'sometimes',
      },
    });
    expect(await broken.exit).toBe(1);
    for (const variable of ['PORT', 'DATABASE_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER']) {
      expect(broken.output()).toContain(variable);
    }
    expect(broken.output()).not.toContain('hunter2');
    expect(broken.output()).not.toMatch(/\n\s+at /);
  });

  it('names a taken port', async () => {
    const first = await startAlive('gateway', { ACTIVITIES_URL: 'http://127.0.0.1:9' });
    const second = startProcess({
      arguments: ['dist/main.js'],
      folder: serviceFolder('gateway'),
      environment: { ACTIVITIES_URL: 'http://127.0.0.1:9', PORT: new URL(first.url).port },
    });
    expect(await second.exit).toBe(1);
    expect(second.output()).toContain(`port ${new URL(first.url).port}`);
    await first.process.stop();
  });
});

const alive: Service[] = [];
afterAll(async () => {
  await Promise.all(alive.map(({ process }) => process.stop()));
});

/** Like `startService`, for a service whose upstream is away on purpose: alive is enough. */
async function startAlive(
  name: 'gateway' | 'activities',
  environment: Readonly<Record<string, string>>,
): Promise<Service> {
  const service = await startService(name, environment, { entry: 'dist/main.js', probe: '/health' });
  alive.push(service);
  return service;
}
