import { context as activeContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestTracer, type TestTracer } from '../testing/start-test-tracer.ts';
import { traceQuery, type DatabaseQuery } from './trace-query.ts';

const query: DatabaseQuery = {
  system: 'postgresql',
  namespace: 'cruddur',
  text: "select * from activities where handle = $1 and message <> 'secret'",
  serverAddress: 'db.example',
  serverPort: 5432,
};

let traced: TestTracer;
/** Runs a query inside a request's span. */
const inRequest = async <T>(run: () => Promise<T>, asked: DatabaseQuery = query): Promise<T> =>
  traced.tracer.startActiveSpan('request', async (request) => {
    try {
      return await traceQuery(traced.tracer, asked, run);
    } finally {
      request.end();
    }
  });

beforeEach(() => {
  activeContext.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  traced = startTestTracer();
});
afterEach(() => activeContext.disable());

test('a query is a CLIENT span by the database conventions, active while it runs', async () => {
  const active = await inRequest(async () => trace.getActiveSpan()?.spanContext());
  const [span, request] = traced.ended;
  expect(span).toMatchObject({
    name: 'SELECT activities',
    kind: SpanKind.CLIENT,
    status: { code: SpanStatusCode.UNSET },
  });
  expect(span?.attributes).toEqual({
    'db.system.name': 'postgresql',
    'db.namespace': 'cruddur',
    'db.operation.name': 'SELECT',
    'db.collection.name': 'activities',
    'db.query.summary': 'SELECT activities',
    'db.query.text': 'select * from activities where handle = $1 and message <> ?',
    'server.address': 'db.example',
    'server.port': 5432,
  });
  expect(span?.parentSpanContext).toEqual(request?.spanContext());
  expect(active).toEqual(span?.spanContext());
});

test('a query without a table or a server has no attributes for them', async () => {
  await inRequest(async () => undefined, { system: 'postgresql', namespace: 'memory', text: 'begin' });
  expect(traced.ended[0]?.attributes).toEqual({
    'db.system.name': 'postgresql',
    'db.namespace': 'memory',
    'db.operation.name': 'BEGIN',
    'db.query.summary': 'BEGIN',
    'db.query.text': 'begin',
  });
});

test('nothing is recorded outside of a trace', async () => {
  await expect(traceQuery(traced.tracer, query, async () => 'rows')).resolves.toBe('rows');
  expect(traced.ended).toEqual([]);
});

test('many different and long statements keep their own attributes', async () => {
  for (let index = 0; index < 1200; index += 1) {
    const text = `select * from table_${index % 600}${index > 1100 ? ' '.repeat(10_000) : ''}`;
    await inRequest(async () => undefined, { ...query, text });
  }
  const names = traced.ended.filter(({ kind }) => kind === SpanKind.CLIENT).map(({ name }) => name);
  expect(names).toEqual(Array.from({ length: 1200 }, (_, index) => `SELECT table_${index % 600}`));
});

const failWith = async (error: unknown): Promise<void> => {
  const run = async (): Promise<never> => {
    throw error;
  };
  await expect(inRequest(run)).rejects.toBe(error);
};

describe('a failed query', () => {
  test.for<readonly [string, unknown]>([
    ['23505', Object.assign(new Error('duplicate key'), { code: '23505' })],
    ['P0001', Object.assign(new Error('raised'), { code: 'P0001' })],
    [
      '42P01',
      new Error('Failed query', { cause: Object.assign(new Error('no such table'), { code: '42P01' }) }),
    ],
    ['22021', { message: 'no error object', code: '22021' }],
  ])('carries its SQLSTATE %s', async ([state, error]) => {
    await failWith(error);
    expect(traced.ended[0]).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'db.response.status_code': state, 'error.type': state },
      events: [{ name: 'exception' }],
    });
  });

  test.for<readonly [string, unknown]>([
    ['Error', Object.assign(new Error('broken pipe'), { code: 'EPIPE' })],
    ['Error', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
    ['TypeError', new TypeError('no')],
    ['Error', Object.assign(new Error('a number'), { code: 23_505 })],
    ['string', 'text'],
    ['undefined', undefined],
  ])('has the type %s of any other error', async ([type, error]) => {
    await failWith(error);
    expect(traced.ended[0]?.attributes['error.type']).toBe(type);
    expect(traced.ended[0]?.attributes['db.response.status_code']).toBeUndefined();
  });
});
