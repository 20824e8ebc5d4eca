import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLogsResponseJson, decodeResponseJson } from '../testing/otlp-oracle.ts';
import { toOtlpLogsResponse, toOtlpStatus, toOtlpTraceResponse } from './trace-response.ts';

describe('toOtlpTraceResponse', () => {
  it('is empty when everything was taken', () => {
    expect(toOtlpTraceResponse('json')).toBe('{}');
    expect(toOtlpTraceResponse('protobuf')).toEqual(new Uint8Array());
  });

  it('tells the oracle the same in both encodings', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter((text) => text.isWellFormed()),
        (rejectedSpans, errorMessage) => {
          const partialSuccess = { rejectedSpans, errorMessage };
          const bytes = toOtlpTraceResponse('protobuf', partialSuccess);
          const json = toOtlpTraceResponse('json', partialSuccess);
          expect(typeof bytes === 'string' ? bytes : decodeResponseJson(bytes)).toEqual(
            JSON.parse(String(json)),
          );
        },
      ),
    );
  });
});

describe('toOtlpLogsResponse', () => {
  it('tells the oracle the same in both encodings', () => {
    const partialSuccess = { rejectedLogRecords: 3, errorMessage: 'full' };
    const bytes = toOtlpLogsResponse('protobuf', partialSuccess);
    const json = toOtlpLogsResponse('json', partialSuccess);
    expect(typeof bytes === 'string' ? bytes : decodeLogsResponseJson(bytes)).toEqual(
      JSON.parse(String(json)),
    );
    expect([toOtlpLogsResponse('json'), toOtlpLogsResponse('protobuf')]).toEqual(['{}', new Uint8Array()]);
  });
});

describe('toOtlpStatus', () => {
  it('is a google.rpc.Status in the encoding of the request', () => {
    expect(toOtlpStatus('json', 3, 'no')).toBe('{"code":3,"message":"no"}');
    expect(toOtlpStatus('protobuf', 3, 'no')).toEqual(Uint8Array.of(0x08, 3, 0x12, 2, 0x6e, 0x6f));
  });
});
