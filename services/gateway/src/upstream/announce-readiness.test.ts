import { createTestTelemetry } from '@cruddur/telemetry/testing';
import { expect, test } from 'vitest';
import { announceReadiness } from './announce-readiness.ts';
import type { Readiness } from './readiness.ts';

const upstreamUrl = 'http://127.0.0.1:4568';

async function announced(...outcomes: readonly Readiness[]): Promise<readonly string[]> {
  const { telemetry, logs } = createTestTelemetry();
  const left = [...outcomes];
  const check = async (): Promise<Readiness> => left.shift() ?? { ready: false, reason: 'asked too often' };
  await announceReadiness(check, async () => undefined, { upstreamUrl, log: telemetry.log });
  expect(left).toEqual([]);
  return logs().map(({ body }) => body);
}

test('an upstream that answers is one line', async () => {
  expect(await announced({ ready: true })).toEqual([`ready: activities answers at ${upstreamUrl}`]);
});

test('a wait is told once, however long it is', async () => {
  const away: Readiness = { ready: false, reason: 'upstream cannot be reached' };
  expect(await announced(away, away, away, { ready: true })).toEqual([
    `waiting for activities at ${upstreamUrl}: upstream cannot be reached`,
    `ready: activities answers at ${upstreamUrl}`,
  ]);
});
