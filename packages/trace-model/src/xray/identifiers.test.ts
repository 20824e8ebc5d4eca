import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toXRayTraceId } from '../trace/trace-id.ts';
import { toW3cTraceId } from './identifiers.ts';

it('gives the trace id back from its X-Ray form', () => {
  const traceId = fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((bytes) => Buffer.from(bytes).toString('hex'))
    .filter((hex) => /[1-9a-f]/.test(hex));
  fc.assert(
    fc.property(traceId, (id) => {
      expect(toW3cTraceId(toXRayTraceId(id))).toBe(id);
    }),
  );
});

it.each([
  '',
  '0af7651916cd43dd8448eb211c80319c',
  '1-0AF76519-16cd43dd8448eb211c80319c',
  ' 1-0af76519-16cd43dd8448eb211c80319c',
  '1-0af76519-16cd43dd8448eb211c80319c\n',
  '2-0af76519-16cd43dd8448eb211c80319c',
  '1-00000000-000000000000000000000000',
])('takes no other form: %j', (text) => expect(toW3cTraceId(text)).toBeUndefined());
