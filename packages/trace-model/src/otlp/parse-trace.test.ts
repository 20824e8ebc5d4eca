import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryBatch, toExpectedSpans, toOracleRequest } from '../testing/arbitrary-span.ts';
import { encodeRequest, encodeRequestJson, type OracleRequest } from '../testing/otlp-oracle.ts';
import { parseOtlpTraceJson } from './parse-trace-json.ts';
import { parseOtlpTraceProtobuf } from './parse-trace-protobuf.ts';

const traceId = Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex');
const spanId = Buffer.from('b7ad6b7169203331', 'hex');

function toRequest(...spans: readonly object[]): OracleRequest {
  return { resourceSpans: [{ scopeSpans: [{ spans: [] }, { spans }] }] };
}

function parseJsonSpan(span: object): ReturnType<typeof parseOtlpTraceJson> {
  const ids = { traceId: traceId.toString('hex'), spanId: spanId.toString('hex') };
  return parseOtlpTraceJson(JSON.stringify(toRequest({ ...ids, ...span })));
}

describe('both encodings against the oracle', { timeout: 30_000 }, () => {
  it('protobuf gives the spans that were encoded', () => {
    fc.assert(
      fc.property(arbitraryBatch, (batch) => {
        const result = parseOtlpTraceProtobuf(encodeRequest(toOracleRequest(batch)));
        expect(result).toEqual({ ok: true, spans: toExpectedSpans(batch) });
      }),
      { numRuns: 300 },
    );
  });

  it('JSON gives the spans that were encoded', () => {
    fc.assert(
      fc.property(arbitraryBatch, (batch) => {
        const result = parseOtlpTraceJson(encodeRequestJson(toOracleRequest(batch)));
        expect(result).toEqual({ ok: true, spans: toExpectedSpans(batch) });
      }),
      { numRuns: 300 },
    );
  });
});

describe('hostile bytes', { timeout: 30_000 }, () => {
  it('never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(typeof parseOtlpTraceProtobuf(bytes).ok).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throw when valid input is cut or one byte is changed', () => {
    fc.assert(
      fc.property(arbitraryBatch, fc.nat(), fc.nat(255), (batch, position, byte) => {
        const bytes = encodeRequest(toOracleRequest(batch));
        const changed = Uint8Array.from(bytes);
        if (bytes.length > 0) changed[position % bytes.length] = byte;
        expect(typeof parseOtlpTraceProtobuf(changed).ok).toBe('boolean');
        expect(typeof parseOtlpTraceProtobuf(bytes.subarray(0, position % (bytes.length + 1))).ok).toBe(
          'boolean',
        );
      }),
      { numRuns: 500 },
    );
  });

  it('every proper prefix of one request is refused as truncated, or is a shorter request', () => {
    const bytes = encodeRequest(toRequest({ traceId, spanId, name: 'GET /' }));
    for (let length = 1; length < bytes.length; length++) {
      const result = parseOtlpTraceProtobuf(bytes.subarray(0, length));
      expect(result).toMatchObject({ ok: false, problem: { message: /truncated/ } });
    }
  });
});

describe('hostile JSON', { timeout: 30_000 }, () => {
  it('never throws on any JSON value in any place of a span', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('traceId', 'kind', 'startTimeUnixNano', 'attributes', 'events', 'links', 'status'),
        fc.jsonValue(),
        (field, value) => {
          const span = {
            traceId: traceId.toString('hex'),
            spanId: spanId.toString('hex'),
            [field]: value,
          };
          expect(typeof parseOtlpTraceJson(JSON.stringify(toRequest(span))).ok).toBe('boolean');
        },
      ),
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof parseOtlpTraceJson(text).ok).toBe('boolean');
      }),
    );
  });

  it('is read in linear time and without overflow when nested without end', () => {
    const deep = '{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":'.concat(
      '{"arrayValue":{"values":['.repeat(20_000),
      ']}}'.repeat(20_000),
      '}]}}]}',
    );
    expect(parseOtlpTraceJson(deep)).toMatchObject({
      ok: false,
      problem: { message: /at most 32 levels/ },
    });
  });
});

describe('problems say where', () => {
  it.each([
    [{ traceId: 'a'.repeat(30) }, 'traceId', 'expected 32 hex digits, found 30'],
    [{ traceId: 'g'.repeat(32) }, 'traceId', `expected 32 hex digits, found "${'g'.repeat(32)}"`],
    [{ traceId: undefined }, 'traceId', 'expected 32 hex digits, not all zero, found nothing'],
    [{ spanId: '0'.repeat(16) }, 'spanId', `expected 16 hex digits, not all zero, found "${'0'.repeat(16)}"`],
    [{ name: 7 }, 'name', 'expected a string, found 7'],
    [
      { kind: 'SPAN_KIND_SERVER' },
      'kind',
      'expected an enum number (OTLP/JSON does not use enum names), found "SPAN_KIND_SERVER"',
    ],
    [
      { startTimeUnixNano: '-1' },
      'startTimeUnixNano',
      'expected a whole number of nanoseconds, as digits, found "-1"',
    ],
    [{ attributes: {} }, 'attributes', 'expected an array, found an object'],
    [
      { attributes: [{ key: 'a', value: { arrayValue: { values: [{}, { intValue: 1.5 }] } } }] },
      'attributes[0].value.arrayValue.values[1].intValue',
      'expected a 64-bit whole number, found 1.5',
    ],
    [{ attributes: [{ key: 'a', value: 'b' }] }, 'attributes[0].value', 'expected an object, found "b"'],
  ])('JSON %j', (span, path, message) => {
    expect(parseJsonSpan(span)).toEqual({
      ok: false,
      problem: { path: `resourceSpans[0].scopeSpans[1].spans[0].${path}`, message },
    });
  });

  it('names the place of a short id in protobuf', () => {
    const bytes = encodeRequest(toRequest({ traceId, spanId }, { traceId: traceId.subarray(1), spanId }));
    expect(parseOtlpTraceProtobuf(bytes)).toMatchObject({
      ok: false,
      problem: {
        path: 'resourceSpans[0].scopeSpans[1].spans[1].traceId',
        message: /^byte \d+: expected 16 bytes, found 15$/,
      },
    });
  });

  it('names the place of a missing id in protobuf', () => {
    expect(parseOtlpTraceProtobuf(encodeRequest(toRequest({ traceId, name: 'GET /' })))).toMatchObject({
      ok: false,
      problem: {
        path: 'resourceSpans[0].scopeSpans[1].spans[0].spanId',
        message: /missing or all zero$/,
      },
    });
  });

  it('names a wire type that does not fit', () => {
    expect(parseOtlpTraceProtobuf(Uint8Array.of(0x08, 0x01))).toEqual({
      ok: false,
      problem: {
        path: 'resourceSpans[0]',
        message: 'byte 1: expected wire type 2 (length-delimited), found 0 (varint)',
      },
    });
  });

  it.each([
    ['a group', [0x1b], 'byte 1: unsupported wire type 3 (group start)'],
    ['field number 0', [0x00], 'byte 0: not a field tag; is this an OTLP protobuf message?'],
    ['a varint without end', Array<number>(11).fill(0x80), 'byte 0: a varint longer than 10 bytes'],
    [
      'a length beyond the input',
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f],
      'byte 1: truncated: a length that exceeds the 0 bytes left in its message',
    ],
  ])('protobuf: %s', (_, bytes, message) => {
    expect(parseOtlpTraceProtobuf(Uint8Array.from(bytes))).toMatchObject({ ok: false, problem: { message } });
  });

  it('says that JSON sent as protobuf is not protobuf', () => {
    const result = parseOtlpTraceProtobuf(new TextEncoder().encode('{"resourceSpans":[]}'));
    expect(result).toMatchObject({ ok: false });
  });

  it('refuses protobuf values nested without end', () => {
    let value: object = { stringValue: 'deep' };
    for (let depth = 0; depth < 40; depth++) {
      value = { value: { case: 'arrayValue', value: { values: [value] } } };
    }
    const bytes = encodeRequest(toRequest({ traceId, spanId, attributes: [{ key: 'a', value }] }));
    expect(parseOtlpTraceProtobuf(bytes)).toMatchObject({
      ok: false,
      problem: { message: /nested deeper than 32 levels/ },
    });
  });

  it('names snake_case JSON for what it is', () => {
    expect(parseOtlpTraceJson('{"resource_spans":[]}')).toEqual({
      ok: false,
      problem: {
        path: 'resource_spans',
        message: 'expected the lowerCamelCase name resourceSpans, found resource_spans',
      },
    });
  });

  it('names broken JSON', () => {
    expect(parseOtlpTraceJson('{"resourceSpans":[')).toMatchObject({
      ok: false,
      problem: { path: '', message: /^not JSON: / },
    });
  });
});

describe('leniency the specification asks for', () => {
  it('skips unknown fields in protobuf', () => {
    const unknown = Uint8Array.of(0xf8, 0x07, 0x01, 0xfa, 0x07, 0x02, 0x01, 0x02, 0xfd, 0x07, 1, 2, 3, 4);
    const bytes = encodeRequest(toRequest({ traceId, spanId }));
    expect(parseOtlpTraceProtobuf(Uint8Array.of(...unknown, ...bytes))).toMatchObject({
      ok: true,
      spans: [{ spanId: spanId.toString('hex') }],
    });
  });

  it('takes a resource that comes after its spans', () => {
    const spansOnly = encodeRequest(toRequest({ traceId, spanId })).subarray(2);
    const attribute = { key: 'service.name', value: { value: { case: 'stringValue', value: 'late' } } };
    const resourceOnly = encodeRequest({
      resourceSpans: [{ resource: { attributes: [attribute] } }],
    }).subarray(2);
    const body = [...spansOnly, ...resourceOnly];
    expect(parseOtlpTraceProtobuf(Uint8Array.of(0x0a, body.length, ...body))).toMatchObject({
      ok: true,
      spans: [{ resource: { 'service.name': 'late' } }],
    });
  });

  it('takes numbers for 64-bit integers, upper-case ids, null and unknown fields in JSON', () => {
    const result = parseOtlpTraceJson(
      JSON.stringify(
        toRequest({
          traceId: traceId.toString('hex').toUpperCase(),
          spanId: spanId.toString('hex'),
          parentSpanId: '',
          startTimeUnixNano: 1_000,
          endTimeUnixNano: '2000',
          kind: 99,
          links: null,
          invented: { by: 'a later version' },
        }),
      ),
    );
    expect(result).toMatchObject({
      ok: true,
      spans: [
        {
          traceId: traceId.toString('hex'),
          startTimeUnixNano: 1_000n,
          endTimeUnixNano: 2_000n,
          kind: 'unspecified',
          links: [],
        },
      ],
    });
    expect(result.ok && result.spans[0]?.parentSpanId).toBeUndefined();
  });

  it('takes an empty request', () => {
    expect(parseOtlpTraceJson('{}')).toEqual({ ok: true, spans: [] });
    expect(parseOtlpTraceProtobuf(new Uint8Array())).toEqual({ ok: true, spans: [] });
  });

  it('keeps a __proto__ attribute as an attribute', () => {
    const text = JSON.stringify(
      toRequest({ traceId: traceId.toString('hex'), spanId: spanId.toString('hex') }),
    ).replace(
      '"spanId"',
      '"attributes":[{"key":"__proto__","value":{"kvlistValue":{"values":[{"key":"polluted","value":{"boolValue":true}}]}}}],"spanId"',
    );
    const result = parseOtlpTraceJson(text);
    const attributes = result.ok ? result.spans[0]?.attributes : undefined;
    expect(Object.keys(attributes ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
  });
});
