import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createEnvironmentReader } from '../config/environment-reader.ts';
import { parseTelemetryConfig } from '../config/telemetry-config.ts';
import { setPerson } from '../errors/person.ts';
import { traceRequests } from '../hono/trace-requests.ts';
import { parseSentItem } from '../rollbar/fixtures/sent-item.ts';
import type { Telemetry } from '../telemetry.ts';
import { startRollbarReceiver } from './fixtures/start-rollbar-receiver.ts';
import { startTelemetry, type StartTelemetryOptions } from './start-telemetry.ts';

function start(environment: Record<string, string>, options: StartTelemetryOptions = {}): Telemetry {
  const read = createEnvironmentReader({ LOG_LEVEL: 'info', LOG_FORMAT: 'json', ...environment });
  const result = read.result(parseTelemetryConfig(read, { serviceName: 'gateway' }));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const telemetry = startTelemetry(result.config, options);
  onTestFinished(() => telemetry.shutdown(1000));
  return telemetry;
}

/** A real server, as a service has it. */
async function serve(app: Hono): Promise<string> {
  const listener = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // safe: a TCP server that listens has an AddressInfo
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function linesOf(write: {
  readonly mock: { readonly calls: readonly unknown[][] };
}): Record<string, unknown>[] {
  const lines = write.mock.calls.map(([line]) => String(line)).filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line));
}

test('a failing request is one item, with the ids of its trace, and its uuid is on the line that tells of it', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  await using receiver = await startRollbarReceiver();
  const telemetry = start({
    ROLLBAR_ENDPOINT: receiver.endpoint,
    OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2.3,deployment.environment.name=staging',
  });
  const app = new Hono();
  app.use(traceRequests(telemetry, { answer: 'always' }));
  app.get('/users/:id', (c) => {
    setPerson({ id: c.req.param('id') });
    telemetry.log.info('looking');
    throw new TypeError('no such column');
  });
  app.get('/missing', () => {
    throw new HTTPException(404);
  });
  app.onError((error, c) => {
    telemetry.reportError(error);
    return c.text('sorry', error instanceof HTTPException ? error.status : 500);
  });
  const url = await serve(app);
  await fetch(`${url}/missing`);
  const response = await fetch(`${url}/users/worf?token=canary`, { headers: { 'x-canary': 'canary' } });
  const traceId = /00-([0-9a-f]{32})-/.exec(response.headers.get('server-timing') ?? '')?.[1];
  await vi.waitFor(() => expect(receiver.requests).toHaveLength(1));
  await telemetry.flush(5000);

  const [sent = ''] = receiver.texts();
  const item = parseSentItem(sent);
  expect(item).toMatchObject({
    level: 'error',
    environment: 'staging',
    code_version: '1.2.3',
    context: '/users/:id',
    person: { id: 'worf' },
    custom: { trace_id: traceId, service: 'gateway' },
    request: { method: 'GET', url: expect.stringContaining('/users/worf') },
    body: { trace_chain: [{ exception: { class: 'TypeError', message: 'no such column' } }] },
  });
  expect(item.body.telemetry).toMatchObject([{ body: { message: 'looking' } }]);
  expect(sent).not.toContain('canary');
  const line = linesOf(write).find(({ message }) => message === 'no such column');
  expect(line).toMatchObject({
    traceId,
    'rollbar.occurrence.uuid': item.uuid,
    'rollbar.occurrence_url': `https://rollbar.com/occurrence/uuid/?uuid=${item.uuid}`,
  });
  expect(telemetry.health().sinks.find(({ sink }) => sink === 'rollbar')).toMatchObject({
    endpoint: receiver.endpoint,
    accepted: 1,
    delivered: 1,
  });
});

test('the rollbar package builds the items once it is loaded, and we do until then', async () => {
  await using receiver = await startRollbarReceiver();
  const telemetry = start({ LOG_LEVEL: 'error', ROLLBAR_ENDPOINT: receiver.endpoint });
  const notifiers = (): readonly string[] =>
    receiver.texts().map((sent) => parseSentItem(sent).notifier.name);
  telemetry.reportMessage('at once');
  await vi.waitFor(async () => {
    telemetry.reportMessage('later');
    await telemetry.flush(5000);
    expect(notifiers()).toContain('node_rollbar');
  });
  expect(notifiers()[0]).toBe('@cruddur/telemetry');
});

test('the app decides what is reported', async () => {
  await using receiver = await startRollbarReceiver();
  const telemetry = start(
    { LOG_LEVEL: 'error', LOG_FORMAT: 'json', ROLLBAR_ENDPOINT: receiver.endpoint },
    { shouldReport: (error) => error === 'this one' },
  );
  expect(telemetry.reportError('another')).toBeUndefined();
  expect(telemetry.reportError('this one')).toMatchObject({ url: expect.stringContaining('rollbar.com') });
  await telemetry.flush(5000);
  expect(receiver.requests).toHaveLength(1);
});

test.for([{}, { OTEL_SDK_DISABLED: 'true', ROLLBAR_ACCESS_TOKEN: 'token' }])(
  'with the environment %j nothing is reported',
  (environment) => {
    const telemetry = start({ LOG_LEVEL: 'error', ...environment });
    expect(telemetry.reportError(new Error('quiet'))).toBeUndefined();
    expect(telemetry.health().sinks.map(({ sink }) => sink)).not.toContain('rollbar');
  },
);

test('a process with nothing else to do ends by itself, though Rollbar never answers', async () => {
  await using receiver = await startRollbarReceiver((response) => response.writeHead(503).end('{}'));
  const program = fileURLToPath(new URL('./fixtures/idle-with-rollbar.ts', import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { ROLLBAR_ENDPOINT: receiver.endpoint },
    stdio: 'ignore',
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
});

test.for([
  ['not loaded where nothing is reported to', {}, /^0$/],
  ['loaded where Rollbar is configured', { ROLLBAR_ENDPOINT: 'http://127.0.0.1:9' }, /^[1-9]/],
] as const)('the rollbar package is %s', async ([, environment, files]) => {
  const program = fileURLToPath(new URL('./fixtures/loaded-rollbar.ts', import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { ...environment, WAIT_MS: '1000' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(await text(child.stdout)).toMatch(files);
});
