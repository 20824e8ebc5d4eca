import { toOtlpTraceResponse } from '@cruddur/trace-model';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTraceResponse } from './trace-response.ts';

const protobuf = 'application/x-protobuf';
const json = 'application/json';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const accepted = { rejectedSpans: 0, errorMessage: '' };

test.for<readonly [string, string | null, Uint8Array]>([
  ['an empty protobuf answer', protobuf, new Uint8Array()],
  ['an empty answer without a type', null, new Uint8Array()],
  ['an empty JSON object', json, bytes('{}')],
  ['JSON with a charset', `${json}; charset=utf-8`, bytes('{}')],
  ['JSON with an empty partial success', json, bytes('{"partialSuccess":{}}')],
  ['JSON with fields of the future', json, bytes('{"future":1,"partialSuccess":{"x":[]}}')],
  ['an empty partial success', protobuf, Uint8Array.of(0x0a, 0)],
  ['protobuf without a type', null, Uint8Array.of(0x0a, 0)],
  [
    'fields of the future',
    protobuf,
    Uint8Array.of(0x18, 1, 0x22, 1, 0xff, 0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x35, 1, 2, 3, 4),
  ],
  ['"ok" in plain text', 'text/plain', bytes(' OK\n')],
])('takes for accepted: %s', ([, contentType, body]) => {
  expect(parseTraceResponse(contentType, body)).toEqual(accepted);
});

test.for<readonly [string, string | null, Uint8Array]>([
  ['HTML', 'text/html', bytes('<html>Login</html>')],
  ['HTML that says nothing of itself', null, bytes('<html>Login</html>')],
  ['HTML that says it is JSON', json, bytes('<html>')],
  ['a JSON array', json, bytes('[]')],
  ['a JSON text', json, bytes('"ok"')],
  ['null', json, bytes('null')],
  ['a rejected count that is no number', json, bytes('{"partialSuccess":{"rejectedSpans":"many"}}')],
  ['a negative rejected count', json, bytes('{"partialSuccess":{"rejectedSpans":-1}}')],
  [
    'a negative rejected count in protobuf',
    protobuf,
    Uint8Array.of(0x0a, 11, 0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1),
  ],
  ['a message cut short', protobuf, Uint8Array.of(0x0a, 5, 1)],
  ['a length cut short', protobuf, Uint8Array.of(0x0a, 0x80)],
  ['a field number 0', protobuf, Uint8Array.of(0x00, 1)],
  ['a wire type that is none', protobuf, Uint8Array.of(0x0f)],
  ['plain text', 'text/plain', bytes('Bad gateway')],
])('refuses: %s', ([, contentType, body]) => {
  expect(parseTraceResponse(contentType, body)).toBeUndefined();
});

test('reads what a receiver of ours writes, in both encodings', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.string(), (rejectedSpans, errorMessage) => {
      for (const [encoding, contentType] of [
        ['json', json],
        ['protobuf', protobuf],
      ] as const) {
        const body = toOtlpTraceResponse(encoding, { rejectedSpans, errorMessage });
        const read = parseTraceResponse(contentType, typeof body === 'string' ? bytes(body) : body);
        expect(read).toEqual({ rejectedSpans, errorMessage });
      }
    }),
  );
});

test('no bytes make it throw', () => {
  const types = fc.constantFrom(protobuf, json, 'text/plain', 'text/html', null, ';;;');
  const nearlyValid = fc
    .array(fc.constantFrom(0x0a, 0x08, 0x12, 0x80, 0xff, 0, 1, 2, 5), { maxLength: 30 })
    .map((list) => Uint8Array.from(list));
  fc.assert(
    fc.property(types, fc.oneof(fc.uint8Array({ maxLength: 200 }), nearlyValid), (contentType, body) => {
      const { rejectedSpans } = parseTraceResponse(contentType, body) ?? accepted;
      expect(Number.isSafeInteger(rejectedSpans) && rejectedSpans >= 0).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
