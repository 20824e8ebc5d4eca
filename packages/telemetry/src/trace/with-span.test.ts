import { context as activeContext, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestTracer } from '../testing/start-test-tracer.ts';
import { createWithSpan } from './with-span.ts';

beforeEach(() => {
  activeContext.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterEach(() => activeContext.disable());

const failed = (type: string, message: string): object => ({
  status: { code: SpanStatusCode.ERROR },
  attributes: { 'error.type': type },
  events: [{ name: 'exception', attributes: { 'exception.type': type, 'exception.message': message } }],
});

function thrown(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  return 'nothing was thrown';
}

describe('withSpan', () => {
  test('runs a function inside a span and returns what it returns', () => {
    const { tracer, ended } = startTestTracer();
    const withSpan = createWithSpan(tracer);
    const result = withSpan('home-activities-mock-data', { 'app.now': 'now' }, (span) => {
      expect(trace.getActiveSpan()).toBe(span);
      withSpan('inner', (inner) => inner.setAttribute('app.result_length', 3));
      return [1, 2, 3];
    });
    expect(result).toEqual([1, 2, 3]);
    expect(trace.getActiveSpan()).toBeUndefined();
    const [inner, outer] = ended;
    expect(inner).toMatchObject({ name: 'inner', attributes: { 'app.result_length': 3 } });
    expect(inner?.parentSpanContext).toEqual(outer?.spanContext());
    expect(outer).toMatchObject({
      attributes: { 'app.now': 'now' },
      status: { code: SpanStatusCode.UNSET },
      events: [],
    });
  });

  test('ends with the promise, in whose continuations the span is active', async () => {
    const { tracer, ended } = startTestTracer();
    const pending = createWithSpan(tracer)('later', async (span) => {
      await Promise.resolve();
      expect(trace.getActiveSpan()).toBe(span);
      return 'value';
    });
    expect(ended).toEqual([]);
    await expect(pending).resolves.toBe('value');
    expect(ended).toMatchObject([{ name: 'later', status: { code: SpanStatusCode.UNSET } }]);
    expect(tracer.openSpans()).toBe(0);
  });

  test('records what was thrown and throws the very same', () => {
    const { tracer, ended } = startTestTracer();
    const error = new RangeError('too far');
    const run = (): never =>
      createWithSpan(tracer)('fails', () => {
        throw error;
      });
    expect(thrown(run)).toBe(error);
    expect(ended).toMatchObject([failed('RangeError', 'too far')]);
  });

  test('records what a promise was rejected with and rejects with the very same', async () => {
    const { tracer, ended } = startTestTracer();
    const error = new RangeError('too far');
    await expect(createWithSpan(tracer)('fails', () => Promise.reject(error))).rejects.toBe(error);
    expect(ended).toMatchObject([failed('RangeError', 'too far')]);
  });

  test.for<readonly [string, unknown, string, string]>([
    ['a text', 'oops', 'string', 'oops'],
    ['undefined', undefined, 'undefined', 'undefined'],
    ['an object without prototype', Object.create(null), 'object', 'a value that cannot be shown'],
    ['an object with a name and a message', { name: 'Odd', message: 'odd' }, 'Odd', 'odd'],
  ])('passes on %s that is thrown or rejected with', async ([, value, type, message]) => {
    const { tracer, ended } = startTestTracer();
    const withSpan = createWithSpan(tracer);
    const run = (): never =>
      withSpan('fails', () => {
        throw value;
      });
    expect(thrown(run)).toBe(value);
    const rejected = withSpan('fails', async () => {
      throw value;
    });
    expect(await rejected.catch((reason: unknown) => [reason])).toEqual([value]);
    expect(ended).toMatchObject([failed(type, message), failed(type, message)]);
    expect(tracer.openSpans()).toBe(0);
  });

  test('a thenable that starts its work when it is awaited does so once, inside the span', async () => {
    const { tracer, ended } = startTestTracer();
    const active: unknown[] = [];
    const query = {
      // oxlint-disable-next-line unicorn/no-thenable -- query builders are such objects
      then: (resolve: (rows: string[]) => void) => {
        active.push(trace.getActiveSpan()?.spanContext().spanId);
        resolve(['row']);
      },
    };
    const rows = await createWithSpan(tracer)('query', () => query as unknown as Promise<string[]>);
    expect(rows).toEqual(['row']);
    expect(active).toEqual([ended[0]?.spanContext().spanId]);
    expect(ended).toHaveLength(1);
  });

  test('says what is missing when there is no function', () => {
    const { tracer } = startTestTracer();
    const withSpan: (name: string, attributes: object) => unknown = createWithSpan(tracer) as never;
    expect(() => withSpan('lost', {})).toThrow(/withSpan\('lost'\).*function/);
    expect(tracer.openSpans()).toBe(0);
  });
});
