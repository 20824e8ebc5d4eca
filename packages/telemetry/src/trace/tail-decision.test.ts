import { SpanStatusCode, type SpanContext } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFinishedSpan } from '../testing/finished-spans.ts';
import type { FinishedSpan } from './finished-span.ts';
import type { LocalTrace } from './local-trace.ts';
import { createTailDecision, keepAttribute, type TailDecisionOptions } from './tail-decision.ts';

let ids = 0;
const newId = (length: number): string => (ids += 1).toString(16).padStart(length, '1');
/** The random part of the id decides: `low` is in every ratio above 0, `high` in none below 1. */
const traceId = (random: 'low' | 'high'): string => newId(19) + (random === 'low' ? '0' : 'f').repeat(13);

interface Request {
  readonly trace: string;
  readonly local: LocalTrace | undefined;
  readonly child: (over?: Partial<FinishedSpan>) => FinishedSpan;
  readonly root: (over?: Partial<FinishedSpan>) => FinishedSpan;
}

function createRequest(trace = traceId('high'), { own = true } = {}): Request {
  const rootSpanId = newId(16);
  const local = own ? { rootSpanId, keepAlive: undefined } : undefined;
  const span = (spanId: string, parent: Partial<SpanContext>, over: Partial<FinishedSpan>): FinishedSpan => ({
    ...createFinishedSpan('span'),
    attributes: {},
    status: { code: SpanStatusCode.UNSET },
    startTime: [100, 0],
    endTime: [100, 5_000_000],
    localTrace: local,
    spanContext: () => ({ traceId: trace, spanId, traceFlags: 1 }),
    parentSpanContext: { traceId: trace, spanId: rootSpanId, traceFlags: 1, ...parent },
    ...over,
  });
  return {
    trace,
    local,
    child: (over = {}) => span(newId(16), {}, over),
    root: (over = {}) => span(rootSpanId, { spanId: newId(16), isRemote: true }, over),
  };
}

function start(options: Partial<TailDecisionOptions> = {}): ReturnType<typeof createTailDecision> & {
  readonly kept: readonly FinishedSpan[];
} {
  const kept: FinishedSpan[] = [];
  const tail = createTailDecision({
    ratio: 0,
    slowMs: 1000,
    maxHeldSpans: 100,
    keep: (span) => kept.push(span),
    ...options,
  });
  return { ...tail, kept };
}

const failed = { status: { code: SpanStatusCode.ERROR } };

test.for<readonly [string, Partial<FinishedSpan>, Partial<FinishedSpan>, number]>([
  ['nothing of note', {}, {}, 0],
  ['a root that failed', {}, failed, 2],
  ['a child that failed', failed, {}, 2],
  ['a slow root', {}, { endTime: [101, 0] }, 2],
  ['a root just not slow', {}, { endTime: [100, 999_000_000] }, 0],
  ['a slow child of a quick root', { endTime: [101, 0] }, {}, 0],
  ['a mark', { attributes: { [keepAttribute]: true } }, {}, 2],
  ['a mark that says no', { attributes: { [keepAttribute]: false } }, {}, 0],
])('%s', ([, child, root, expected]) => {
  for (const own of [true, false]) {
    const tail = start();
    const request = createRequest(undefined, { own });
    tail.accept(request.child(child));
    expect(tail.kept).toEqual([]);
    tail.accept(request.root(root));
    expect(tail.kept).toHaveLength(expected);
    expect(tail.statistics()).toMatchObject({
      accepted: 2,
      delivered: expected,
      dropped: 2 - expected,
      buffered: 0,
    });
  }
});

test('of the rest, services with the same ratio keep the same traces, and a larger ratio keeps all of a smaller one', () => {
  const tails = [start({ ratio: 0.3 }), start({ ratio: 0.3 }), start({ ratio: 0.6 })];
  const traces = Array.from({ length: 500 }, () => crypto.randomUUID().replaceAll('-', ''));
  for (const trace of traces) for (const tail of tails) tail.accept(createRequest(trace).root());
  const [a = [], b = [], more = []] = tails.map(({ kept }) => kept.map((span) => span.spanContext().traceId));
  expect(a).toEqual(b);
  expect(a.length).toBeGreaterThan(90);
  expect(a.length).toBeLessThan(210);
  expect(more).toEqual(expect.arrayContaining(a));
});

test('two requests of one trace are decided each by itself', () => {
  const tail = start();
  const trace = traceId('high');
  const [good, bad] = [createRequest(trace), createRequest(trace)];
  tail.accept(good.child());
  tail.accept(bad.child());
  tail.accept(good.root());
  tail.accept(bad.root(failed));
  expect(tail.kept).toHaveLength(2);
});

test('spans of other tracers go with the local root of their trace', () => {
  const tail = start();
  const request = createRequest();
  tail.accept(request.child({ localTrace: undefined }));
  tail.accept(request.root(failed));
  expect(tail.kept).toHaveLength(2);
  tail.accept(request.child({ localTrace: undefined }));
  expect(tail.kept).toHaveLength(3);
});

test('a span that ends late follows the decision, unless it failed', () => {
  const tail = start();
  const request = createRequest();
  tail.accept(request.root());
  tail.accept(request.child());
  tail.accept(request.child(failed));
  expect(tail.kept).toHaveLength(1);
  expect(tail.statistics()).toMatchObject({ accepted: 3, delivered: 1, dropped: 2, buffered: 0 });
});

test('flush decides on what there is', async () => {
  const tail = start();
  const [dull, bad] = [createRequest(), createRequest()];
  tail.accept(dull.child());
  tail.accept(bad.child(failed));
  await tail.flush(100);
  expect(tail.kept).toHaveLength(1);
});

test('never holds more than its bound, never loses count, and passes every span at most once', () => {
  const steps = fc.array(
    fc.record({ request: fc.nat(8), isRoot: fc.boolean(), own: fc.boolean(), fails: fc.boolean() }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (given) => {
      const tail = start({ maxHeldSpans: 5 });
      const requests = Array.from({ length: 9 }, () => createRequest());
      for (const { request: index, isRoot, own, fails } of given) {
        const request = requests[index];
        if (request === undefined) continue;
        const over = { ...(fails ? failed : {}), ...(own ? {} : { localTrace: undefined }) };
        tail.accept(isRoot ? request.root(over) : request.child(over));
        const { accepted, delivered, dropped, buffered } = tail.statistics();
        expect(accepted).toBe(delivered + dropped + buffered);
        expect(buffered).toBeLessThanOrEqual(5);
      }
      expect(new Set(tail.kept).size).toBe(tail.kept.length);
      expect(tail.kept).toHaveLength(tail.statistics().delivered);
    }),
  );
});
