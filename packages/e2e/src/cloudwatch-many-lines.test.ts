import { startCloudWatchLogs } from '@cruddur/stand-ins';
import { expect, test } from 'vitest';
import { findMoto } from './cloudwatch/find-moto.ts';
import { readLines } from './cloudwatch/read-lines.ts';
import { shipLines } from './cloudwatch/ship-lines.ts';
import { startMoto } from './cloudwatch/start-moto.ts';

const lineCount = 100_000;
const timeoutMs = 240_000;
const moto = await findMoto();
if (!moto.ok)
  console.log(`LEFT OUT: 100,000 log lines against moto's CloudWatch Logs, because ${moto.reason}.`);

async function expectAllLines(endpoint: string): Promise<void> {
  const lines = await readLines(endpoint);
  expect(lines).toHaveLength(lineCount);
  expect(lines.every(({ line }, index) => line === index + 1)).toBe(true);
  expect(lines.every(({ timestampMs }, index) => timestampMs >= (lines[index - 1]?.timestampMs ?? 0))).toBe(
    true,
  );
}

test.runIf(moto.ok)(
  "100,000 lines to moto's CloudWatch Logs: none is missing, none out of order",
  async () => {
    await using server = await startMoto(moto.ok ? moto.path : '');
    expect(await shipLines(server.url, lineCount)).toMatchObject({
      accepted: lineCount,
      delivered: lineCount,
      dropped: 0,
    });
    await expectAllLines(server.url);
  },
  timeoutMs,
);

test(
  '100,000 lines to a service that throttles a third of the calls: none is missing, none out of order',
  async () => {
    await using server = await startCloudWatchLogs();
    server.setFaults([
      {
        kind: 'throttle',
        operations: ['PutLogEvents'],
        when: { kind: 'fraction', fraction: 1 / 3, seed: 4 },
      },
    ]);
    const shipped = await shipLines(server.url, lineCount);
    expect(shipped).toMatchObject({ accepted: lineCount, delivered: lineCount, dropped: 0 });
    expect(shipped.retried).toBeGreaterThan(0);
    server.setFaults([]);
    await expectAllLines(server.url);
  },
  timeoutMs,
);
