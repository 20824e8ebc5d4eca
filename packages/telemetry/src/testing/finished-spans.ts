import {
  createTraceState,
  SpanKind,
  SpanStatusCode,
  type Attributes,
  type AttributeValue,
  type HrTime,
  type SpanContext,
} from '@opentelemetry/api';
import * as fc from 'fast-check';
import type { FinishedSpan } from '../trace/finished-span.ts';
import { spanIds, traceIds } from './arbitraries.ts';

const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ maxLength: 20, unit: 'binary' }),
  // The lengths around which a length prefix and a buffer grow.
  fc.constantFrom(127, 128, 129, 16_383, 16_384, 70_000).map((length) => 'x'.repeat(length)),
  fc.constantFrom(43, 128).map((length) => '€'.repeat(length)),
);
const numbers = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double().filter((value) => !Number.isInteger(value)),
  // Whole numbers beyond 2^53 - 1 are left out: encoders are free to take them for integers or for doubles.
  fc.constantFrom(0, -1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.NaN, Infinity, 1.5),
);
const nullable = (values: fc.Arbitrary<AttributeValue>): fc.Arbitrary<AttributeValue> =>
  // safe: the API's types leave out that an array of attributes may hold null
  fc.array(fc.option(values, { nil: null }), { maxLength: 4 }) as unknown as fc.Arbitrary<AttributeValue>;

const values: fc.Arbitrary<AttributeValue> = fc.oneof(
  text,
  numbers,
  fc.boolean(),
  nullable(text),
  nullable(numbers),
  nullable(fc.boolean()),
);
const attributes: fc.Arbitrary<Attributes> = fc.dictionary(
  fc
    .oneof(fc.constantFrom('http.route', 'url.path', 'app.now'), fc.string({ minLength: 1, maxLength: 12 }))
    .filter((key) => key !== '__proto__'),
  values,
  { maxKeys: 6 },
);
const times: fc.Arbitrary<HrTime> = fc.tuple(
  fc.integer({ min: 0, max: 18_446_744_072 }),
  fc.integer({ min: 0, max: 999_999_999 }),
);
const contexts: fc.Arbitrary<SpanContext> = fc
  .record({
    traceId: traceIds,
    spanId: spanIds,
    traceFlags: fc.integer({ min: 0, max: 3 }),
    isRemote: fc.boolean(),
    state: fc.constantFrom(undefined, 'a=1', 'vendor=x,other=y'),
  })
  .map(({ state, ...context }) =>
    state === undefined ? context : { ...context, traceState: createTraceState(state) },
  );
const counts = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100_000 }));

/** Any span that can reach a sink, with everything a span can hold. */
export const finishedSpans: fc.Arbitrary<FinishedSpan> = fc
  .record({
    name: text,
    kind: fc.constantFrom(
      SpanKind.INTERNAL,
      SpanKind.SERVER,
      SpanKind.CLIENT,
      SpanKind.PRODUCER,
      SpanKind.CONSUMER,
    ),
    context: contexts,
    parentSpanContext: fc.option(contexts, { nil: undefined }),
    startTime: times,
    endTime: times,
    status: fc.oneof(
      fc.record({ code: fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK) }),
      fc.record({ code: fc.constant(SpanStatusCode.ERROR), message: text }),
    ),
    attributes,
    links: fc.array(fc.record({ context: contexts, attributes, droppedAttributesCount: counts }), {
      maxLength: 3,
    }),
    events: fc.array(fc.record({ name: text, time: times, attributes, droppedAttributesCount: counts }), {
      maxLength: 3,
    }),
    instrumentationScope: fc.record({
      name: fc.constantFrom('ours', 'theirs'),
      version: fc.constantFrom('1', '2'),
    }),
    droppedAttributesCount: counts,
    droppedEventsCount: counts,
    droppedLinksCount: counts,
  })
  .map(({ context, ...span }) => ({ ...span, spanContext: () => context }));

/** A plain span for tests of transport. */
export function createFinishedSpan(name: string, more: Partial<FinishedSpan> = {}): FinishedSpan {
  const context = { traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', traceFlags: 1 };
  return {
    name,
    kind: SpanKind.SERVER,
    spanContext: () => context,
    parentSpanContext: undefined,
    startTime: [1_795_219_200, 1],
    endTime: [1_795_219_200, 2],
    status: { code: SpanStatusCode.UNSET },
    attributes: {},
    links: [],
    events: [],
    instrumentationScope: { name: 'test', version: '1' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...more,
  };
}
