import { describe, expect, it } from 'vitest';
import { countJsonSpans, countProtobufSpans } from './count-spans.ts';

/** A length-delimited protobuf field; lengths below 128 only. */
function field(number: number, ...content: readonly number[]): readonly number[] {
  return [(number << 3) | 2, content.length, ...content];
}

describe('countJsonSpans', () => {
  it('counts every span once, whether it has a parent or not', () => {
    const spans = [
      { traceId: 'a', spanId: 'b', name: 'root' },
      { traceId: 'a', spanId: 'c', parentSpanId: 'b', name: 'child' },
    ];
    const body = { resourceSpans: [{ scopeSpans: [{ spans }, { spans: spans.slice(1) }] }] };
    expect(countJsonSpans(Buffer.from(JSON.stringify(body)))).toBe(3);
  });

  it('is not misled by a value that looks like the key', () => {
    const body = { resourceSpans: [{ scopeSpans: [{ spans: [{ spanId: 'b', name: '"spanId":' }] }] }] };
    expect(countJsonSpans(Buffer.from(JSON.stringify(body)))).toBe(1);
  });
});

describe('countProtobufSpans', () => {
  const span = field(2, ...field(5, 1, 2, 3));

  it('counts the spans of all resources and scopes, past fields of other kinds', () => {
    const scope = field(1, ...field(1, 65));
    const scopeSpans = field(2, ...scope, ...span, ...span);
    const droppedAttributes = [2 << 3, 0x80, 0x01];
    const resourceSpans = field(1, ...field(1, ...droppedAttributes), ...scopeSpans, ...scopeSpans);
    expect(countProtobufSpans(Buffer.from([...resourceSpans, ...field(1, ...scopeSpans)]))).toBe(6);
    expect(countProtobufSpans(Buffer.alloc(0))).toBe(0);
  });

  it('reads a length that is padded to four bytes', () => {
    const body = field(1, ...field(2, ...span));
    expect(
      countProtobufSpans(Buffer.from([0x0a, 0x80 | (body.length - 2), 0x80, 0x80, 0, ...body.slice(2)])),
    ).toBe(1);
  });

  it('refuses what is cut off', () => {
    const body = Buffer.from(field(1, ...field(2, ...span)));
    expect(() => countProtobufSpans(body.subarray(0, body.length - 1))).toThrow(/byte/);
  });
});
