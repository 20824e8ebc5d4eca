import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { createEnvironmentReader } from '../config/environment-reader.ts';
import { parseTelemetryConfig } from '../config/telemetry-config.ts';
import { createLogging } from '../log/create-logging.ts';
import type { LogRecord } from '../log/logger.ts';
import { checkAtStart } from './check-at-start.ts';

interface Running extends AsyncDisposable {
  readonly url: string;
  readonly requests: string[];
  readonly aborted: string[];
}

async function serve(answer: RequestListener): Promise<Running> {
  const requests: string[] = [];
  const aborted: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${String(request.headers['x-honeycomb-team'])}`);
    response.once('close', () => {
      if (!response.writableFinished) aborted.push(request.url ?? '');
    });
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // safe: a TCP server that listens has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    aborted,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function authorizations(environment: string, access: object): RequestListener {
  return (_, response) => {
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        api_key_access: access,
        environment: { name: environment, slug: environment },
        team: { name: 'Cruddur', slug: 'cruddur' },
      }),
    );
  };
}

/** The lines that a service with this key would write, and how to end it. */
function start(url: string, key = 'hcaik_secret'): { readonly lines: string[]; readonly check: Disposable } {
  const lines: string[] = [];
  const read = createEnvironmentReader({ HONEYCOMB_API_KEY: key, HONEYCOMB_ENDPOINT: url });
  const { otlp } = parseTelemetryConfig(read, { serviceName: 'gateway' });
  const sink = {
    name: 'lines',
    endpoint: 'memory:',
    wantsRequestEvents: false,
    accept: ({ severityText, body }: LogRecord) => void lines.push(`${severityText} ${body}`),
    statistics: () => ({ accepted: 0, delivered: 0, dropped: 0, buffered: 0, droppedByReason: {} }),
    flush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const { log } = createLogging({ level: 'debug', nowMs: Date.now, sinks: [sink] });
  return { lines, check: checkAtStart({ otlp, log }) };
}

const all = { events: true, createDatasets: true };

test.for<readonly [name: string, answer: RequestListener, lines: readonly string[]]>([
  ['that serves', authorizations('production', all), ['DEBUG traces go to Honeycomb, team cruddur']],
  [
    'of the auto-made environment',
    authorizations('test', all),
    ['WARN traces go to team cruddur, environment test'],
  ],
  [
    'that may not send',
    authorizations('production', { events: false, createDatasets: true }),
    ['WARN this key of team cruddur, environment production may not send events'],
  ],
  [
    'that is unknown',
    (_, response) => void response.writeHead(401).end('{}'),
    ['WARN Honeycomb (http://127.0.0.1'],
  ],
])('a key %s', async ([, answer, expected]) => {
  await using honeycomb = await serve(answer);
  const { lines, check } = start(honeycomb.url);
  await vi.waitFor(() => expect(lines).toHaveLength(expected.length));
  for (const [index, text] of expected.entries()) expect(lines[index]).toContain(text);
  expect(honeycomb.requests).toEqual(['GET /1/auth hcaik_secret']);
  expect(lines.join()).not.toContain('hcaik_secret');
  check[Symbol.dispose]();
});

test('stopping ends the question, and says nothing', async () => {
  await using honeycomb = await serve(() => undefined);
  const { lines, check } = start(honeycomb.url);
  await vi.waitFor(() => expect(honeycomb.requests).toHaveLength(1));
  check[Symbol.dispose]();
  await vi.waitFor(() => expect(honeycomb.aborted).toEqual(['/1/auth']));
  expect(lines).toEqual([]);
});

test('without a key nobody is asked', async () => {
  await using honeycomb = await serve(() => undefined);
  const { lines } = start(honeycomb.url, '');
  expect({ lines, requests: honeycomb.requests }).toEqual({ lines: [], requests: [] });
});
