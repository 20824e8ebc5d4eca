import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createEventShipper, type EventShipper } from '../cloudwatch/event-shipper.ts';
import { event, shipperOptions } from '../cloudwatch/fixtures/shipper-options.ts';
import { exception, startLogsServer, type LogsServer } from '../cloudwatch/fixtures/start-logs-server.ts';
import { createCloudWatchClient } from './cloudwatch-client.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Credentials as an AWS tool finds them: from a process that a profile names, which gives key 1, key 2 and so on. */
function stubRotatingCredentials(): void {
  const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = join(folder, 'give.mjs');
  writeFileSync(
    script,
    `import { appendFileSync, readFileSync } from 'node:fs';
    appendFileSync(${JSON.stringify(join(folder, 'asked'))}, 'x');
    const number = readFileSync(${JSON.stringify(join(folder, 'asked'))}).length;
    const Expiration = new Date(Date.now() + 3_600_000).toISOString();
    console.log(JSON.stringify({ Version: 1, AccessKeyId: 'key' + number, SecretAccessKey: 's', SessionToken: 't', Expiration }));`,
  );
  const config = join(folder, 'config');
  writeFileSync(
    config,
    `[profile rotating]\ncredential_process = ${process.execPath} ${script}\nregion = eu-central-1\n`,
  );
  vi.stubEnv('AWS_CONFIG_FILE', config);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
  vi.stubEnv('AWS_PROFILE', 'rotating');
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
}

const createShipper = (server: LogsServer): EventShipper =>
  createEventShipper({
    ...shipperOptions(
      createCloudWatchClient({
        region: undefined,
        endpoint: server.url,
        useLocalCredentials: false,
        connectTimeoutMs: 1000,
        maxSockets: 2,
      }),
    ),
  });

test('G21: an expired token makes the SDK read its credentials again, and the same batch is sent with the new ones', async () => {
  stubRotatingCredentials();
  await using server = await startLogsServer();
  let revoked = false;
  server.fault = ({ headers }) =>
    revoked && headers.authorization?.includes('Credential=key1/') === true
      ? exception('ExpiredTokenException', 'The security token included in the request is expired')
      : undefined;
  const shipper = createShipper(server);
  shipper.accept(event());
  await shipper.flush(20_000);
  revoked = true;
  shipper.accept(event());
  await shipper.flush(20_000);
  expect(shipper.statistics()).toMatchObject({ delivered: 2, dropped: 0, retried: 1 });
  const puts = server.calls.filter(({ action }) => action === 'PutLogEvents');
  expect(
    puts.map(({ headers }) => /Credential=(\w+)\/\d+\/([\w-]+)/.exec(headers.authorization ?? '')?.slice(1)),
  ).toEqual([
    ['key1', 'eu-central-1'],
    ['key1', 'eu-central-1'],
    ['key2', 'eu-central-1'],
  ]);
  expect(puts[2]?.input.logEvents).toEqual(puts[1]?.input.logEvents);
  await shipper.close(1000);
});

test('G21: without credentials nothing is lost but what the buffer cannot hold, and the trouble has a name', async () => {
  stubRotatingCredentials();
  vi.stubEnv('AWS_PROFILE', 'missing');
  await using server = await startLogsServer();
  const shipper = createShipper(server);
  shipper.accept(event());
  await shipper.flush(2000);
  expect(server.calls).toEqual([]);
  expect(shipper.statistics()).toMatchObject({ buffered: 1, dropped: 0 });
  await shipper.close(0);
});
