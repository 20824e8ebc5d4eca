import { fileURLToPath } from 'node:url';
import { startRollbar, type ReceivedItem, type RunningRollbar } from '@cruddur/stand-ins';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleWorker } from '../runtimes/bundle-worker.ts';
import { runtimes } from '../runtimes/runtime-binary.ts';
import { startOn, type RuntimeEntry } from '../runtimes/start-on.ts';
import { eventually } from '../stack/eventually.ts';
import type { Service } from '../stack/start-stack.ts';

const entry: RuntimeEntry = {
  folder: fileURLToPath(new URL('fixtures/reporting/', import.meta.url)),
  node: 'main.ts',
  serve: 'serve.ts',
  worker: fileURLToPath(new URL('fixtures/reporting/worker.ts', import.meta.url)),
  probe: '/health',
};

const traceId = '0af7651916cd43dd8448eb211c80319c';
const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01`, 'user-agent': 'test/1', accept: '*/*' };
const platforms = { node: 'node', bun: 'bun', deno: 'deno', workerd: 'cloudflare-workers' } as const;

/**
 * What differs from one report to the next, or says where it was made: uuid, time, span, port, the machine, its breadcrumbs'
 * times, who built it, the headers that a runtime's client adds, and the frames, which are the runtime's and the bundle's.
 */
function normal({ data }: ReceivedItem): unknown {
  const leftOut = new Set(['uuid', 'timestamp', 'timestamp_ms', 'span_id', 'server', 'notifier', 'platform']);
  return JSON.parse(
    JSON.stringify(data, (key, value: unknown) => {
      if (leftOut.has(key) || key === 'accept-encoding' || key === 'accept-language') return undefined;
      if (key === 'frames') return Array.isArray(value) && value.length > 0 ? 'frames' : 'no frames';
      // The id of the span among the attributes, and the origin of the server.
      return typeof value === 'string'
        ? value.replace(/^[0-9a-f]{16}$/, 'span').replace(/127\.0\.0\.1:\d+/, 'host')
        : value;
    }),
  );
}

const expectedTrace = {
  attributes: [
    { key: 'trace_id', value: traceId },
    { key: 'span_id', value: 'span' },
  ],
  environment: 'staging',
  code_version: '1.2.3',
  framework: 'hono',
  language: 'javascript',
};

function expectedRequest(target: string): unknown {
  return {
    method: 'GET',
    url: `http://host${target}`,
    headers: { host: 'host', traceparent: headers.traceparent, 'user-agent': 'test/1', accept: '*/*' },
  };
}

const expectedCustom = {
  service: 'reporting',
  trace_id: traceId,
  xray_trace_id: '1-0af76519-16cd43dd8448eb211c80319c',
  links: {},
};

const expectedFailure = {
  ...expectedTrace,
  level: 'error',
  context: '/fail/:id',
  person: { id: 'worf' },
  request: expectedRequest('/fail/worf?token=REDACTED'),
  custom: { ...expectedCustom, 'http.request.method': 'GET', 'http.route': '/fail/:id' },
  body: {
    trace_chain: [
      {
        exception: { class: 'RangeError', message: 'out of range, password=[redacted]' },
        frames: 'frames',
      },
      { exception: { class: 'Error', message: 'the reason' }, frames: 'frames' },
    ],
    telemetry: [
      {
        level: 'info',
        type: 'log',
        source: 'server',
        body: { message: 'before the failure', attributes: { 'http.route': '/fail/:id', step: 1 } },
      },
    ],
  },
};

const expectedMessage = {
  ...expectedTrace,
  level: 'warning',
  context: '/message',
  request: expectedRequest('/message'),
  custom: { ...expectedCustom, 'app.items': 3 },
  body: { message: { body: 'Hello World!' } },
};

describe.each(runtimes)('reports to Rollbar from %s', (runtime) => {
  let rollbar: RunningRollbar;
  let service: Service;
  beforeAll(async () => {
    rollbar = await startRollbar();
    service = await startOn(runtime, entry, {
      ROLLBAR_ENDPOINT: rollbar.itemUrl,
      OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2.3,deployment.environment.name=staging',
    });
  }, 60_000);
  afterAll(async () => {
    await service?.process.stop();
    await rollbar?.[Symbol.asyncDispose]();
  });

  test('a failing request and a message, the same as from everywhere', async () => {
    expect((await fetch(`${service.url}/fail/worf?token=hunter2`, { headers })).status).toBe(500);
    const failed = await eventually('the error', async () => rollbar.items[0]);
    const response = await fetch(`${service.url}/message`, { headers });
    const made: unknown = await response.json();
    const sent = await eventually('the message', async () => rollbar.items[1]);
    expect(normal(failed)).toEqual(expectedFailure);
    expect(normal(sent)).toEqual(expectedMessage);
    expect(failed.data['platform']).toBe(platforms[runtime]);
    expect(made).toMatchObject({ uuid: sent.uuid, url: expect.stringContaining(sent.uuid) });
    expect(JSON.stringify([failed, sent])).not.toContain('hunter2');
    expect(rollbar.calls.map(({ status }) => status)).toEqual([200, 200]);
  });
});

test('no file of the rollbar package is in a bundle for the edge', async () => {
  const { files, imports } = await bundleWorker(entry.worker);
  expect(files.filter((file) => file.includes('kept-alive-delivery'))).toHaveLength(1);
  expect(files.filter((file) => file.includes('node_modules/rollbar'))).toEqual([]);
  expect(imports.filter((name) => name.includes('rollbar'))).toEqual([]);
});
