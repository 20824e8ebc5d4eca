import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { startLogsServer } from '../cloudwatch/fixtures/start-logs-server.ts';
import { places, secretIn } from './fixtures/secret-places.ts';
import { startCollector } from './fixtures/start-collector.ts';
import { startDaemon } from './fixtures/start-daemon.ts';
import { startRollbarReceiver } from './fixtures/start-rollbar-receiver.ts';

const wireNames = ['stdout', 'stderr', 'OTLP spans', 'OTLP logs', 'X-Ray', 'CloudWatch', 'Rollbar'] as const;
type Wire = (typeof wireNames)[number];

interface SinkAccount {
  readonly sink: string;
  readonly delivered: number;
  readonly dropped: number;
}

let sinks: readonly SinkAccount[];
/** All that left a process which had a secret in every place, by where it went. */
let sent: Readonly<Record<Wire, string>>;

beforeAll(async () => {
  await using spans = await startCollector();
  await using logs = await startCollector((response) => void response.end());
  await using daemon = await startDaemon();
  await using cloudwatch = await startLogsServer();
  await using rollbar = await startRollbarReceiver();
  const script = fileURLToPath(new URL('fixtures/plant-secrets.ts', import.meta.url));
  const environmentSecret = secretIn('environment');
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      LOG_FORMAT: 'json',
      CRUDDUR_LOG_REQUESTS: 'true',
      CRUDDUR_LOG_DEBUG_ON_FAILURE: 'true',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${spans.endpoint}/v1/traces`,
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${logs.endpoint}/v1/logs`,
      OTEL_EXPORTER_OTLP_HEADERS: `x-honeycomb-team=${environmentSecret}`,
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.port}`,
      CLOUDWATCH_LOG_GROUP: 'group',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIALOCAL',
      AWS_SECRET_ACCESS_KEY: environmentSecret,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: cloudwatch.url,
      ROLLBAR_ENDPOINT: rollbar.endpoint,
      ROLLBAR_ACCESS_TOKEN: environmentSecret,
    },
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  sinks = JSON.parse(stderr);
  await daemon.received(sinks.find(({ sink }) => sink === 'xray')?.delivered ?? 1);
  sent = {
    stdout,
    stderr,
    'OTLP spans': spans.bodies().join('\n'),
    'OTLP logs': logs.bodies().join('\n'),
    'X-Ray': daemon.documents.join('\n'),
    // The bodies: the key's id is in the header of a signed call, and the token in one of Rollbar's.
    CloudWatch: JSON.stringify(cloudwatch.calls.map(({ input }) => input)),
    Rollbar: rollbar.texts().join('\n'),
  };
}, 60_000);

test('there is a request of every place on every wire', () => {
  const told = wireNames.filter((wire) => wire !== 'stderr');
  const missing = told.flatMap((wire) =>
    places.filter((place) => !sent[wire].includes(`/places/${place}`)).map((place) => `${wire}: ${place}`),
  );
  expect(missing).toEqual([]);
  expect(sinks.filter(({ delivered, dropped }) => delivered === 0 || dropped > 0)).toEqual([]);
});

test.for(places)('a secret reaches no wire from: %s', (place) => {
  const secret = new RegExp(`.{0,80}${secretIn(place)}`, 'gi');
  const leaks = wireNames.flatMap((wire) => [...sent[wire].matchAll(secret)].map(([leak]) => [wire, leak]));
  expect(leaks).toEqual([]);
});
