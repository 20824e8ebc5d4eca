import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Attributes,
  type Link,
  type Span,
  type SpanOptions,
} from '@opentelemetry/api';
import { NodeTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanIds, traceIds } from '../testing/arbitraries.ts';
import { startTestTracer, testEpochMs } from '../testing/start-test-tracer.ts';
import type { FinishedSpan } from './finished-span.ts';

/** Limits that both reach often. Which events and links go over them is left open by the specification, and differs. */
const limits = { maxAttributes: 6, maxAttributeValueLength: 5, maxEvents: 100, maxLinks: 100 };

const keys = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'http.route', 'db.query.text', 'é');
const values = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.option(fc.string({ maxLength: 8 }), { nil: null }), { maxLength: 4 }),
  fc.array(fc.double(), { maxLength: 4 }),
  fc.array(fc.boolean(), { maxLength: 4 }),
  fc.constant(undefined),
);
const attributes: fc.Arbitrary<Attributes> = fc.dictionary(keys, values);
/** For events and links, where the SDK takes undefined for an attribute. */
const definedAttributes = fc.dictionary(
  keys,
  values.filter((value) => value !== undefined),
);
const times = fc.oneof(
  fc.tuple(fc.constant(testEpochMs / 1000), fc.integer({ min: 0, max: 999_999_999 })),
  fc.integer({ min: 0, max: 100_000 }).map((ms) => new Date(testEpochMs + ms)),
  fc.integer({ min: 0, max: 100_000 }).map((ms) => testEpochMs + ms),
);
const links: fc.Arbitrary<Link> = fc.record(
  {
    context: fc.record({ traceId: traceIds, spanId: spanIds, traceFlags: fc.constantFrom(0, 1) }),
    attributes: definedAttributes,
  },
  { requiredKeys: ['context'] },
);
const names = fc.string({ maxLength: 10 });
const statuses = fc.record(
  { code: fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR), message: names },
  { requiredKeys: ['code'] },
);

type Call = (span: Span) => void;
const calls: fc.Arbitrary<Call> = fc.oneof(
  fc.tuple(keys, values).map(
    ([key, value]): Call =>
      (span) =>
        value !== undefined && span.setAttribute(key, value),
  ),
  attributes.map(
    (given): Call =>
      (span) =>
        span.setAttributes(given),
  ),
  fc.tuple(names, times).map(
    ([name, time]): Call =>
      (span) =>
        span.addEvent(name, time),
  ),
  fc.tuple(names, definedAttributes, times).map(
    ([name, given, time]): Call =>
      (span) =>
        span.addEvent(name, given, time),
  ),
  links.map(
    (link): Call =>
      (span) =>
        span.addLink(link),
  ),
  fc.array(links, { maxLength: 3 }).map(
    (given): Call =>
      (span) =>
        span.addLinks(given),
  ),
  statuses.map(
    (status): Call =>
      (span) =>
        span.setStatus(status),
  ),
  names.map(
    (name): Call =>
      (span) =>
        span.updateName(name),
  ),
  times.map(
    (time): Call =>
      (span) =>
        span.recordException(new RangeError('out of range'), time),
  ),
  fc.tuple(fc.nat({ max: 9 }), times).map(([chance, time]): Call => (span) => {
    if (chance === 0) span.end(time);
  }),
);
const starts: fc.Arbitrary<SpanOptions> = fc.record(
  {
    kind: fc.constantFrom(
      SpanKind.INTERNAL,
      SpanKind.SERVER,
      SpanKind.CLIENT,
      SpanKind.PRODUCER,
      SpanKind.CONSUMER,
    ),
    attributes,
    links: fc.array(links, { maxLength: 3 }),
    startTime: times,
  },
  { requiredKeys: ['startTime'] },
);

/** What is comparable: our links always say how many attributes they lost, the SDK's say it when it is not 0. */
function visible(span: FinishedSpan): unknown {
  return {
    name: span.name,
    kind: span.kind,
    status: span.status,
    attributes: { ...span.attributes },
    startTime: span.startTime,
    endTime: span.endTime,
    events: span.events.map(({ name, time, attributes: given, droppedAttributesCount }) => ({
      name,
      time,
      attributes: { ...given, 'exception.stacktrace': typeof given?.['exception.stacktrace'] },
      droppedAttributesCount,
    })),
    links: span.links.map(({ context, attributes: given, droppedAttributesCount }) => ({
      context,
      attributes: { ...given },
      droppedAttributesCount: droppedAttributesCount ?? 0,
    })),
    dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
  };
}

test('the same calls make the same span as with the SDK', () => {
  const theirs: ReadableSpan[] = [];
  const provider = new NodeTracerProvider({
    spanLimits: {
      attributeCountLimit: limits.maxAttributes,
      attributePerEventCountLimit: limits.maxAttributes,
      attributePerLinkCountLimit: limits.maxAttributes,
      attributeValueLengthLimit: limits.maxAttributeValueLength,
      eventCountLimit: limits.maxEvents,
      linkCountLimit: limits.maxLinks,
    },
    spanProcessors: [
      {
        onStart: () => undefined,
        onEnd: (span) => theirs.push(span),
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      },
    ],
  });
  const { tracer, ended } = startTestTracer({ limits });
  const oracle = provider.getTracer('test');
  fc.assert(
    fc.property(names, starts, fc.array(calls, { maxLength: 20 }), times, (name, start, sequence, end) => {
      for (const span of [
        tracer.startSpan(name, start, ROOT_CONTEXT),
        oracle.startSpan(name, start, ROOT_CONTEXT),
      ]) {
        for (const call of sequence) call(span);
        span.end(end);
      }
      const [ours, sdk] = [ended.at(-1), theirs.at(-1)];
      expect(ended.length).toBe(theirs.length);
      expect(ours && visible(ours)).toEqual(sdk && visible(sdk));
    }),
    { numRuns: 500 },
  );
  expect(tracer.openSpans()).toBe(0);
});
