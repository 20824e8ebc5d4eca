import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../log/json-value.ts';
import type { LogRecord } from '../../log/logger.ts';
import { severities } from '../../log/severity.ts';
import { spanIds, traceIds } from '../../testing/arbitraries.ts';
import { instrumentationScope } from '../../trace/instrumentation-scope.ts';
import { decodeLogRequest, type DecodedMessage } from './fixtures/decode-log-request.ts';
import { createLogRequestBuffer } from './log-request-buffer.ts';

const resource = {
  'service.name': 'gateway',
  'process.pid': 42,
  'process.command_args': ['node', 'main.ts'],
};
const sharedResource = resourceFromAttributes(resource);

function encode(records: readonly LogRecord[]): DecodedMessage {
  const buffer = createLogRequestBuffer(resource);
  for (const record of records) buffer.add(record);
  return decodeLogRequest(buffer.take());
}

/** The SDK's encoder as the oracle. */
function encodeBySdk(records: readonly LogRecord[]): DecodedMessage {
  const readable = records.map((record) => {
    const seconds = Math.floor(record.timeMs / 1000);
    const time = [seconds, (record.timeMs - seconds * 1000) * 1e6];
    return {
      hrTime: time,
      hrTimeObserved: time,
      severityNumber: record.severityNumber,
      severityText: record.severityText,
      body: record.body,
      attributes: record.attributes,
      eventName: record.attributes['event.name'],
      droppedAttributesCount: 0,
      resource: sharedResource,
      instrumentationScope,
      ...(record.traceId !== undefined && {
        spanContext: { traceId: record.traceId, spanId: record.spanId, traceFlags: record.traceFlags },
      }),
    };
  });
  // safe: what the serializer reads of a ReadableLogRecord is all there
  const bytes = ProtobufLogsSerializer.serializeRequest(readable as never);
  return decodeLogRequest(bytes ?? new Uint8Array());
}

const texts = fc.oneof(
  fc.string({ maxLength: 20, unit: 'binary' }),
  // The lengths around which a length prefix and a buffer grow.
  fc.constantFrom(0, 43, 127, 128, 129, 16_383, 16_384, 70_000).map((length) => '€'.repeat(length)),
);
const keys = fc.string({ minLength: 1, maxLength: 12 }).filter((key) => key !== '__proto__');
const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    texts,
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double().filter((value) => !Number.isInteger(value)),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(keys, tie('json'), { maxKeys: 3 }),
  ),
}));
const attributes: fc.Arbitrary<JsonObject> = fc
  .record({
    own: fc.dictionary(keys, json, { maxKeys: 5 }),
    event: fc.constantFrom(undefined, 'exception', 'cruddur.request'),
  })
  .map(({ own, event }) => (event === undefined ? own : { ...own, 'event.name': event }));
const records: fc.Arbitrary<LogRecord> = fc
  .record({
    timeMs: fc.integer({ min: 1, max: 18_000_000_000_000 }),
    level: fc.constantFrom('debug', 'info', 'warn', 'error'),
    body: texts,
    attributes,
    span: fc.option(
      fc.record({ traceId: traceIds, spanId: spanIds, traceFlags: fc.integer({ min: 0, max: 3 }) }),
      { nil: undefined },
    ),
  })
  .map(({ level, span, ...record }) => ({
    ...record,
    ...span,
    level,
    severityNumber: severities[level].number,
    severityText: severities[level].text,
  }));

test('any records are decoded as the SDK would have sent them', () => {
  fc.assert(
    fc.property(fc.array(records, { minLength: 1, maxLength: 5 }), (batch) => {
      expect(encode(batch)).toEqual(encodeBySdk(batch));
    }),
  );
});

test('each batch stands for itself', () => {
  fc.assert(
    fc.property(fc.array(records, { minLength: 2, maxLength: 6 }), (batch) => {
      const buffer = createLogRequestBuffer(resource);
      for (const record of batch) {
        buffer.add(record);
        expect(buffer.items()).toBe(1);
        expect(decodeLogRequest(buffer.take())).toEqual(encodeBySdk([record]));
        expect(buffer.items()).toBe(0);
      }
    }),
    { numRuns: 20 },
  );
});

const plain: LogRecord = {
  timeMs: 1,
  level: 'error',
  severityNumber: 17,
  severityText: 'ERROR',
  body: 'broken',
  attributes: {},
};

const toJson = (decoded: DecodedMessage): string =>
  JSON.stringify(decoded, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));

function attributesOf(record: LogRecord): Record<string, unknown> {
  const pairs = [
    ...toJson(encode([record])).matchAll(
      /\{"key":\["([^"]+)"\],"value":\[\{"string":\[("(?:[^"\\]|\\.)*")\]/g,
    ),
  ];
  return Object.fromEntries(pairs.map(([, key, value]) => [key, JSON.parse(value ?? '""')]));
}

test('the error of a record has the names of the conventions, its causes beneath its stack', () => {
  const error = {
    type: 'TypeError',
    message: 'broken',
    stack: 'TypeError: broken\n    at a.ts:1:2',
    code: 'E_BROKEN',
    cause: { type: 'Error', message: 'deep', stack: 'Error: deep\n    at b.ts:3:4', cause: 'deeper' },
  };
  expect(attributesOf({ ...plain, error })).toMatchObject({
    'exception.type': 'TypeError',
    'exception.message': 'broken',
    'exception.stacktrace':
      'TypeError: broken\n    at a.ts:1:2\n[cause]: Error: deep\n    at b.ts:3:4\n[cause]: deeper',
    code: 'E_BROKEN',
  });
});

test.for([Number.NaN, -1, Infinity, 1e300])('a record of the impossible time %s has none', (timeMs) => {
  expect(toJson(encode([{ ...plain, timeMs }]))).not.toMatch(/timeUnixNano/i);
});

test('what cannot be encoded leaves the batch as it was', () => {
  const buffer = createLogRequestBuffer(resource);
  buffer.add(plain);
  const broken = {
    ...plain,
    get attributes(): JsonObject {
      throw new Error('trap');
    },
  };
  expect(() => buffer.add(broken)).toThrow('trap');
  buffer.add(plain);
  expect(decodeLogRequest(buffer.take())).toEqual(encodeBySdk([plain, plain]));
});
