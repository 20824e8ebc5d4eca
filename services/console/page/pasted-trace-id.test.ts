import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePastedTraceId } from './pasted-trace-id.ts';

const id = '6740a1b2c3d4e5f60718293a4b5c6d7e';
const xray = '1-6740a1b2-c3d4e5f60718293a4b5c6d7e';

describe('parsePastedTraceId', () => {
  it.each([
    ['W3C', id],
    ['W3C in upper case with blanks around', ` ${id.toUpperCase()}\n`],
    ['X-Ray', xray],
    ['a traceparent header', `00-${id}-00f067aa0ba902b7-01`],
    ['a Server-Timing header', `traceparent;desc="00-${id}-00f067aa0ba902b7-03"`],
    ['a header line as curl prints it', `x-amzn-trace-id: Root=${xray};Parent=00f067aa0ba902b7;Sampled=1`],
    ['an X-Amzn-Trace-Id header', `Root=${xray};Parent=00f067aa0ba902b7;Sampled=1`],
    ['a load balancer header with Self first', `Self=1-67891234-12456789abcdef012345678;Root=${xray}`],
  ])('reads %s', (_form, text) => {
    expect(parsePastedTraceId(text)).toBe(id);
  });

  it.each(['', 'home', id.slice(1), `${id}0`, '0'.repeat(32), `2${xray.slice(1)}`, `1-${id}`])(
    'takes %j for ordinary text',
    (text) => {
      expect(parsePastedTraceId(text)).toBeUndefined();
    },
  );

  it('reads the X-Ray form of any id as the id itself', () => {
    const hex = fc.stringMatching(/^[1-9a-f][0-9a-f]{31}$/);
    fc.assert(
      fc.property(hex, (hex) => {
        expect(parsePastedTraceId(`1-${hex.slice(0, 8)}-${hex.slice(8)}`)).toBe(hex);
      }),
    );
  });
});
