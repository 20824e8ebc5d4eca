import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ConfigFacts } from '@cruddur/telemetry/checks';
import { createProbe } from '../probe.ts';
import type { InspectedService, ServiceFolder } from '../services/inspect-service.ts';
import { layerEnvironment } from '../variables/layered-environment.ts';
import { startServer } from '../testing/start-server.ts';
import { checkLocal } from './check-local.ts';

/** Answers each path as told, and 404 elsewhere. */
function answering(
  bodies: Readonly<Record<string, readonly [status: number, body: object]>>,
): RequestListener {
  return (request, response) => {
    const [status, body] = bodies[request.url ?? ''] ?? [404, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

function service(
  folder: ServiceFolder,
  port: number,
  more: Partial<ConfigFacts> & { readonly shell?: Readonly<Record<string, string>> } = {},
): InspectedService {
  const { shell = {}, ...facts } = more;
  return {
    folder,
    environment: layerEnvironment([{ origin: 'the shell', values: shell }]),
    telemetry: undefined,
    check: {
      ok: true,
      warnings: [],
      facts: { host: '127.0.0.1', ports: [{ variable: 'PORT', port, protocol: 'tcp' }], ...facts },
    },
  };
}

async function judge(
  services: readonly InspectedService[],
  root = '/nowhere',
): Promise<readonly (readonly [string, string, string])[]> {
  const findings = await checkLocal(root, services, createProbe({ timeoutMs: 5000, nowMs: Date.now }));
  return findings.map(({ check, status, message }) => [check, status, message]);
}

const alive = answering({ '/health': [200, { status: 'alive' }], '/ready': [200, { status: 'ready' }] });

test('a port that somebody else has is told, and by whom', async () => {
  await using squatter = await startServer(answering({ '/health': [200, { status: 'mine' }] }));
  expect(await judge([service('gateway', squatter.port)])).toEqual([
    [
      'ports',
      'problem',
      expect.stringMatching(
        new RegExp(`port ${squatter.port}, which gateway wants, is taken by process ${process.pid} \\(`),
      ),
    ],
  ]);
});

test('a UDP port that somebody else has', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const ports = [{ variable: 'CRUDDUR_XRAY_PORT', port, protocol: 'udp' }] as const;
  expect(await judge([service('console', 0, { ports })])).toEqual([
    [
      'ports',
      'problem',
      expect.stringMatching(
        new RegExp(`^port ${port}/udp, which console wants, is taken by process ${process.pid} \\(`),
      ),
    ],
  ]);
  socket.close();
});

test('two services that want one port', async () => {
  expect(await judge([service('gateway', 4999), service('activities', 4999)])).toEqual([
    ['ports', 'problem', 'gateway and activities both want port 4999'],
  ]);
});

test('services that run are not in their own way', async () => {
  await using gateway = await startServer(alive);
  expect(await judge([service('gateway', gateway.port, { upstreamUrl: 'http://a:1' })])).toEqual([
    ['ports', 'ok', `ports: gateway runs on http://127.0.0.1:${gateway.port}`],
    ['gateway-ready', 'ok', 'the gateway reaches activities on http://a:1'],
  ]);
});

test('a gateway without its upstream', async () => {
  await using gateway = await startServer(
    answering({ '/health': [200, { status: 'alive' }], '/ready': [503, { status: 'no' }] }),
  );
  expect(await judge([service('gateway', gateway.port, { upstreamUrl: 'http://a:1' })])).toContainEqual([
    'gateway-ready',
    'problem',
    'the gateway runs, but activities does not answer it on http://a:1',
  ]);
});

test('a gateway whose preflight takes the trace headers away', async () => {
  await using gateway = await startServer((request, response) => {
    if (request.method === 'OPTIONS')
      response.setHeader('access-control-allow-headers', 'Content-Type, Baggage');
    alive(request, response);
  });
  const origin = 'http://localhost:3000';
  expect(await judge([service('gateway', gateway.port, { corsOrigins: [origin] })])).toContainEqual([
    'front-ends',
    'problem',
    `pages of ${origin} may not send traceparent, tracestate: their traces end at the preflight`,
  ]);
});

test('a service that sends to a console which is not there', async () => {
  await using gateway = await startServer(alive);
  const shell = { CRUDDUR_CONSOLE_HOST: '127.0.0.1' };
  expect(await judge([service('gateway', gateway.port, { shell }), service('console', 9)])).toContainEqual([
    'console',
    'problem',
    'no console answers on http://127.0.0.1:9, where what gateway sends is lost',
  ]);
});

test('what the console had to refuse', async () => {
  await using console = await startServer(
    answering({
      '/api/sinks': [200, { refusalCount: 3, refusals: [{ reason: 'a batch of 25 h\u001b[2J' }] }],
      '/api/xray/rejected': [200, { count: 1, rejected: [] }],
    }),
  );
  const findings = await judge([service('console', console.port)]);
  expect(findings.slice(1)).toEqual([
    ['sink-health', 'warning', expect.stringMatching(/^3 calls .* the last one: a batch of 25 h\?\[2J$/)],
    ['sink-health', 'warning', expect.stringMatching(/^1 X-Ray documents/)],
  ]);
});

test('a console that has kept everything', async () => {
  await using console = await startServer(
    answering({
      '/api/sinks': [200, { refusalCount: 0, refusals: [] }],
      '/api/xray/rejected': [200, { count: 0, rejected: [] }],
    }),
  );
  const findings = await judge([service('console', console.port)]);
  expect(findings.map(([, status]) => status)).toEqual(['ok', 'ok']);
});

const program = `
  const server = require('node:http').createServer((_, response) => response.end('{"status":"ok"}'));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

test.runIf(process.platform === 'linux')(
  'a service that was started before its variables were set',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'cruddur-doctor-stale-'));
    const child = spawn(process.execPath, ['--eval', program], {
      env: { AWS_REGION: 'eu-central-1', ROLLBAR_ENVIRONMENT: 'old' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [chunk]: unknown[] = await once(child.stdout, 'data');
      const port = Number(String(chunk));
      const shell = {
        AWS_REGION: 'eu-central-1',
        ROLLBAR_ENVIRONMENT: 'new',
        HONEYCOMB_API_KEY: 'later',
        EDITOR: 'vi',
      };
      await writeFile(join(root, '.env'), '');
      const later = new Date(Date.now() + 10_000);
      await utimes(join(root, '.env'), later, later);
      const findings = await judge([service('activities', port, { shell })], root);
      expect(findings.slice(1)).toEqual([
        [
          'started-before',
          'problem',
          `the activities that runs (process ${child.pid}) was started without what this shell says of ROLLBAR_ENVIRONMENT, HONEYCOMB_API_KEY`,
        ],
        [
          'started-before',
          'problem',
          `the activities that runs (process ${child.pid}) was started before .env was changed`,
        ],
      ]);
    } finally {
      child.kill();
      await rm(root, { recursive: true, force: true });
    }
  },
);
