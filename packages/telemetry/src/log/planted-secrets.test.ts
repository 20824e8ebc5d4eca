import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLineSink } from './line-sink.ts';
import { createLogging } from './create-logging.ts';
import { toJsonLine, toPrettyLine } from './format-record.ts';
import type { Logger } from './logger.ts';

const canary = 'hunter2canary';
const key = 'AKIACANARYCANARY1234';
const token = `eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.${canary}`;

/** A secret in all the places where one has been seen in a log. */
const places: Readonly<Record<string, (log: Logger) => void>> = {
  'query of a URL': (log) => log.info(`GET /a?x=1&access_token=${canary}`),
  'user information of a URL': (log) => log.info('x', { 'url.full': `https://bob:${canary}@host/` }),
  'password of a database': (log) => log.info(`connect postgres://app:${canary}@db/app failed`),
  'header as an attribute': (log) =>
    log.info('x', { 'http.request.header.authorization': [`Bearer ${canary}`] }),
  'header in a text': (log) => log.info(`headers: x-api-key: ${canary}\r\nauthorization: Basic ${canary}`),
  headers: (log) => log.info('x', { headers: { cookie: `session=${canary}`, 'set-cookie': [canary] } }),
  'body as a text': (log) => log.info('x', { body: JSON.stringify({ user: 'bob', password: canary }) }),
  'body as bytes': (log) => log.info('x', { body: new TextEncoder().encode(`password=${canary}`) }),
  'body as JSON in JSON': (log) => log.info(JSON.stringify({ body: JSON.stringify({ secret: canary }) })),
  message: (log) => log.error('x', { error: new Error(`login with password=${canary}`) }),
  stack: (log) => {
    const error = new Error('x');
    error.stack = `Error: x\n    at https://bob:${canary}@host/app.ts:1:2`;
    log.error('x', { error });
  },
  cause: (log) => log.error('x', { error: new Error('a', { cause: new Error(`token: ${canary}`) }) }),
  'cause that is an object': (log) =>
    log.error('x', { error: new Error('a', { cause: { apiKey: canary } }) }),
  'one of many errors': (log) =>
    log.error('x', { error: new AggregateError([1, 2, 3, 4].map(() => new Error(`pwd=${canary}`))) }),
  'fields of an error': (log) =>
    log.error('x', { error: Object.assign(new Error('x'), { params: [canary], config: { auth: canary } }) }),
  'something thrown that is no error': (log) =>
    log.emit({ level: 'error', error: { message: `secret=${canary}`, token: canary } }),
  environment: (log) =>
    log.info('x', { env: { ROLLBAR_ACCESS_TOKEN: canary, AWS_SECRET_ACCESS_KEY: canary } }),
  'cloud key': (log) => log.info(`signed with ${key}`, { [key]: key }),
  'web token': (log) => log.info('x', { deep: [{ er: new Map([['value', new Set([token])]]) }] }),
  'person in a cycle': (log) => {
    const person: Record<string, unknown> = { name: 'bob', credentials: { pin: canary } };
    person['friends'] = [person, { password: canary }];
    log.info('x', { person });
  },
  'attributes of the logger': (log) => log.with({ clientSecret: canary }).info('x'),
  'attributes of the context': (log) => log.runWith({ 'session-id': canary }, () => log.info('x')),
  'key of an attribute': (log) => log.info('x', { [`https://bob:${canary}@host/`]: 1 }),
  getter: (log) =>
    log.info('x', {
      get value() {
        return `password=${canary}`;
      },
    }),
  toJSON: (log) => log.info('x', { value: { toJSON: () => ({ accessToken: canary }) } }),
  'card number': (log) => log.info('paid with 4111 1111 1111 1111', { pan: 4111111111111111 }),
  'private key': (log) => log.info(`-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`),
};

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());

test.for(Object.entries(places))('a secret reaches no sink as: %s', ([, logSecret]) => {
  const lines: string[] = [];
  const [json, pretty] = (['json', 'pretty'] as const).map((format) =>
    createLineSink({
      name: format,
      wantsRequestEvents: true,
      format: (record) => (format === 'json' ? toJsonLine(record, 'gateway') : toPrettyLine(record)),
      write: (line) => lines.push(line),
    }),
  );
  const sinks = [json, pretty].filter((sink) => sink !== undefined);
  const { log } = createLogging({ level: 'info', nowMs: () => 0, sinks });
  logSecret(log);
  expect(lines).toHaveLength(2);
  expect(lines.join('\n')).not.toMatch(/canary|4111|hunter2/i);
  expect(lines.join('\n')).toMatch(/\[redacted\]|Error/);
});
