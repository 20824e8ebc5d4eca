import { compareWithSpans, parseOtlpTraceProtobuf } from '@cruddur/trace-model';
import type { HrTime } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTraceRequestBuffer } from '../../otlp/trace-request-buffer.ts';
import { finishedSpans } from '../../testing/finished-spans.ts';
import { parseStrictly } from './fixtures/documents.ts';
import { createSegmentEncoder } from './segment-encoder.ts';

const resource = { 'service.name': 'gateway' };
const times: fc.Arbitrary<HrTime> = fc.tuple(
  fc.integer({ min: 0, max: 4_000_000_000 }),
  fc.integer({ min: 0, max: 999_999_999 }),
);

test('the documents tell the same of a span as OTLP: ids, parent, times, outcome, name', () => {
  const statusCodes = fc.constantFrom(undefined, 200, 404, 429, 503, 700);
  fc.assert(
    fc.property(finishedSpans, times, times, statusCodes, (given, first, second, statusCode) => {
      const [startTime, endTime] = [first, second].toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
      const span = {
        ...given,
        startTime: startTime ?? first,
        endTime: endTime ?? second,
        attributes: {
          ...given.attributes,
          ...(statusCode !== undefined && { 'http.response.status_code': statusCode }),
        },
      };
      const buffer = createTraceRequestBuffer(resource);
      buffer.add(span);
      const otlp = parseOtlpTraceProtobuf(buffer.take());
      const documents = createSegmentEncoder(resource, { indexedAttributes: [] })
        .encode(span)
        .map(parseStrictly);
      expect(otlp.ok && compareWithSpans(otlp.spans, documents)).toEqual([]);
    }),
  );
});
