import { startRollbar, type RollbarFault } from '@cruddur/stand-ins';
import { createEnvironmentReader, parseTelemetryConfig, type Telemetry } from '@cruddur/telemetry';
import { startTelemetry } from '@cruddur/telemetry/node';
import { expect, test, vi } from 'vitest';

/** What the stand-in refuses, Rollbar would refuse. */

function start(endpoint: string): Telemetry {
  const read = createEnvironmentReader({ LOG_LEVEL: 'error', ROLLBAR_ENDPOINT: endpoint });
  return startTelemetry(parseTelemetryConfig(read, { serviceName: 'gateway' }));
}

function rollbarCounts(telemetry: Telemetry): unknown {
  return telemetry.health().sinks.find(({ sink }) => sink === 'rollbar');
}

function reportAll(telemetry: Telemetry): number {
  const cycle = new Error('cycle');
  cycle.cause = cycle;
  const thrown: readonly unknown[] = [
    new TypeError('plain', { cause: new Error('inner') }),
    new AggregateError([new Error('one')], ''),
    cycle,
    Object.assign(new Error('\u0000\ud800'.repeat(20_000)), { name: '' }),
    'a text',
    '',
    null,
    undefined,
    123n,
    Symbol('s'),
    { deep: [{ deeper: new Map([['a', 1]]) }] },
  ];
  for (const error of thrown) telemetry.withSpan('work', () => telemetry.reportError(error));
  const levels = ['critical', 'error', 'warning', 'info', 'debug'] as const;
  for (const level of levels) telemetry.reportMessage('Hello World!', { level, fingerprint: `f-${level}` });
  return thrown.length + levels.length;
}

test('each item is one that Rollbar takes', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await using rollbar = await startRollbar();
  await using telemetry = start(rollbar.itemUrl);
  // Some built by us, the others by the rollbar package, which is loaded meanwhile.
  const first = reportAll(telemetry);
  await telemetry.flush(20_000);
  const second = reportAll(telemetry);
  await telemetry.flush(20_000);
  write.mockRestore();
  expect(rollbar.calls.filter(({ status }) => status !== 200)).toEqual([]);
  expect(rollbar.items).toHaveLength(first + second);
  expect(rollbarCounts(telemetry)).toMatchObject({ delivered: first + second, dropped: 0 });
  const notifiers = new Set(rollbar.items.map(({ data }) => JSON.stringify(data['notifier'])));
  expect([...notifiers].toSorted()).toEqual([
    '{"name":"@cruddur/telemetry","version":"0.1.0"}',
    '{"name":"node_rollbar","version":"3.1.0"}',
  ]);
});

const faults: readonly RollbarFault[] = [
  { kind: 'rate-limit', remainingSeconds: 1, when: { kind: 'times', count: 1 } },
  { kind: 'empty-object', when: { kind: 'every', nth: 4 } },
  { kind: 'error-page', when: { kind: 'every', nth: 3 } },
  { kind: 'reset', isTaken: true, when: { kind: 'every', nth: 4 } },
  { kind: 'garbage', isTaken: true, when: { kind: 'times', count: 2 } },
  { kind: 'slow', delayMs: 50 },
];

test.for(faults)('nothing is lost and nothing is there twice: %j', { timeout: 60_000 }, async (fault) => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await using rollbar = await startRollbar();
  await using telemetry = start(rollbar.itemUrl);
  rollbar.setFaults([fault]);
  const reported = reportAll(telemetry);
  await telemetry.flush(50_000);
  write.mockRestore();
  expect(rollbarCounts(telemetry)).toMatchObject({ accepted: reported, delivered: reported, dropped: 0 });
  expect(new Set(rollbar.items.map(({ uuid }) => uuid)).size).toBe(reported);
  expect(rollbar.items).toHaveLength(reported);
});
