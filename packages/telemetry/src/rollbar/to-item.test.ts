import { anything, array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import type { RequestFacts } from '../log/request-scope.ts';
import { hostileValues } from '../log/fixtures/hostile-values.ts';
import { buildItem } from './fixtures/build-item.ts';
import { createOccurrence, spanId, traceId } from './fixtures/create-occurrence.ts';
import { maxPayloadBytes } from './to-payload.ts';

const request: RequestFacts = {
  method: 'POST',
  url: 'http://localhost/api/activities/7?page=2&api_key=canary',
  header: (name) =>
    ({ 'user-agent': 'curl/8', accept: '*/*', cookie: 'canary', 'x-api-key': 'canary' })[name],
  clientAddress: '203.0.113.7',
  status: 500,
};

test('an item names its trace in each form, the route in place of the path, and the service', () => {
  const { data } = buildItem(createOccurrence({ request, attributes: { 'app.items': 3 } }), {
    settings: { sendUserIp: false, links: { consoleUrl: 'http://127.0.0.1:4569' } },
  });
  expect(data).toMatchObject({
    uuid: createOccurrence().uuid,
    timestamp: 1_795_000_000,
    environment: 'test',
    level: 'error',
    platform: 'node',
    language: 'javascript',
    framework: 'hono',
    code_version: '1.2.3',
    context: '/api/activities/:id',
    server: { host: 'host-1' },
    custom: {
      service: 'gateway',
      trace_id: traceId,
      span_id: spanId,
      xray_trace_id: '1-0af76519-16cd43dd8448eb211c80319c',
      links: { console: `http://127.0.0.1:4569/traces/${traceId}` },
      'app.items': 3,
    },
    attributes: [
      { key: 'trace_id', value: traceId },
      { key: 'span_id', value: spanId },
    ],
  });
  expect(data).not.toHaveProperty('person');
  expect(data).not.toHaveProperty('fingerprint');
});

test('of the request only what is harmless is told, and the address when that is wanted', () => {
  const { data, text } = buildItem(createOccurrence({ request }));
  expect(data).toMatchObject({
    request: { method: 'POST', headers: { 'user-agent': 'curl/8', accept: '*/*' } },
  });
  expect(text).not.toMatch(/canary|203\.0\.113\.7|cookie/);
  const { data: withAddress } = buildItem(createOccurrence({ request }), {
    settings: { links: {}, sendUserIp: true },
  });
  expect(withAddress).toMatchObject({ request: { user_ip: '203.0.113.7' } });
});

test('the person is who was set, else the user of the attributes', () => {
  expect(
    buildItem(createOccurrence({ person: { id: 'worf' }, attributes: { 'user.id': 'data' } })).data,
  ).toMatchObject({ person: { id: 'worf' } });
  expect(buildItem(createOccurrence({ attributes: { 'user.id': 'data' } })).data).toMatchObject({
    person: { id: 'data' },
  });
});

test('the lines of the request are its breadcrumbs', () => {
  const { data } = buildItem(
    createOccurrence({
      breadcrumbs: [
        {
          timeMs: 5,
          level: 'warn',
          severityNumber: 13,
          severityText: 'WARN',
          body: 'slow',
          attributes: { ms: 9 },
        },
      ],
    }),
  );
  expect(data.body.telemetry).toEqual([
    {
      level: 'warning',
      type: 'log',
      source: 'server',
      timestamp_ms: 5,
      body: { message: 'slow', attributes: { ms: 9 } },
    },
  ]);
});

test('the errors that an AggregateError stands for are told', () => {
  const error = new AggregateError([new TypeError('one'), 'two'], 'both failed');
  const { data } = buildItem(createOccurrence({ subject: { kind: 'error', error } }));
  expect(data.body.trace_chain).toMatchObject([
    { exception: { class: 'AggregateError', message: 'both failed' } },
  ]);
  expect(data.custom['cruddur.joined_errors']).toEqual(['TypeError: one', 'string: two']);
});

test.for([
  ['a text', 'only a text', 'only a text'],
  ['undefined', undefined, 'undefined'],
  ['null', null, 'null'],
  ['an object', { code: 7 }, 'object: {"code":7}'],
  ['an empty text', '', 'an empty message'],
] as const)('%s that was thrown is a message', ([, thrown, message]) => {
  const { data } = buildItem(createOccurrence({ subject: { kind: 'error', error: thrown } }));
  expect(data.body).toEqual({ message: { body: message } });
});

test('a fingerprint is sent when it was asked for', () => {
  expect(buildItem(createOccurrence({ fingerprint: 'mine' })).data).toMatchObject({ fingerprint: 'mine' });
});

test('an item that is too large loses what is missed least, and keeps its ids', () => {
  const breadcrumbs = Array.from({ length: 20 }, () => ({
    timeMs: 1,
    level: 'info' as const,
    severityNumber: 9,
    severityText: 'INFO',
    // Six bytes each when they are escaped.
    body: '\u0001'.repeat(12_000),
    attributes: {},
  }));
  const { bytes, data } = buildItem(createOccurrence({ breadcrumbs }));
  expect(bytes).toBeLessThan(maxPayloadBytes);
  expect(data.body.telemetry).toBeUndefined();
  expect(data.body.trace_chain).toMatchObject([{ exception: { message: 'boom' } }]);
});

test('a chain of errors with control characters in everything is still an item of that error', () => {
  const loud = '\u0001'.repeat(16_000);
  const frames = Array.from({ length: 50 }, () => `    at f (file:///${'\u0001'.repeat(400)}:1:2)`).join(
    '\n',
  );
  let error: Error | undefined;
  for (let depth = 0; depth < 10; depth += 1) {
    error = Object.assign(new Error(loud, { cause: error }), { stack: `Error: ${loud}\n${frames}` });
  }
  const attributes = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`a${i}`, loud]));
  const { bytes, data } = buildItem(createOccurrence({ subject: { kind: 'error', error }, attributes }));
  expect(bytes).toBeLessThanOrEqual(maxPayloadBytes);
  expect(data.body.trace_chain?.[0]?.exception.class).toBe('Error');
  expect(data.custom['trace_id']).toBe(traceId);
});

const hostile = Object.entries(hostileValues);

test.for(hostile)('thrown: %s', ([, make]) => {
  expect(problemsWith({ subject: { kind: 'error', error: make() } })).toEqual([]);
});

test.for(hostile)('as the cause of an error: %s', ([, make]) => {
  expect(problemsWith({ subject: { kind: 'error', error: new Error('outer', { cause: make() }) } })).toEqual(
    [],
  );
});

test.for(hostile)('as message, name, stack and errors of an error: %s', ([, make]) => {
  const error = new Error('outer');
  for (const key of ['message', 'name', 'stack', 'errors', 'nested', 'status']) {
    Object.defineProperty(error, key, { value: make() });
  }
  expect(problemsWith({ subject: { kind: 'error', error } })).toEqual([]);
});

test.for(hostile)('among the attributes: %s', ([, make]) => {
  // safe: JavaScript callers hand in anything
  expect(problemsWith({ attributes: { value: make() } as never })).toEqual([]);
});

test('whatever is thrown, it is an item within the size, soon', () => {
  const text = oneof(
    string({ unit: 'binary', maxLength: 2000 }),
    constantFrom('\u0001'.repeat(100_000), ' at '.repeat(50_000)),
  );
  const error = array(text, { minLength: 3, maxLength: 3 }).map(([message, name, stack]) =>
    Object.assign(new Error(message), { name, stack }),
  );
  assert(
    property(
      oneof(anything({ withBigInt: true, withMap: true, withNullPrototype: true }), error),
      (thrown) => {
        expect(problemsWith({ subject: { kind: 'error', error: thrown } })).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

/** What is wrong with the item that is made of an occurrence. */
function problemsWith(changes: Parameters<typeof createOccurrence>[0]): readonly string[] {
  const startedMs = performance.now();
  const { bytes, data } = buildItem(createOccurrence(changes));
  const elapsedMs = performance.now() - startedMs;
  const { trace_chain: chain, message } = data.body;
  const texts = chain?.flatMap(({ exception }) => [exception.class, exception.message]) ?? [
    message?.body ?? '',
  ];
  return [
    ...(elapsedMs < 500 ? [] : [`took ${elapsedMs} ms`]),
    ...(bytes <= maxPayloadBytes ? [] : [`has ${bytes} bytes`]),
    ...(data.uuid === createOccurrence().uuid ? [] : ['lost its uuid']),
    ...((chain === undefined) === (message === undefined) ? ['is about nothing, or two things'] : []),
    ...(texts.includes('') ? ['says nothing'] : []),
  ];
}
