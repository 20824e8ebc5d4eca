import * as fc from 'fast-check';
import type { Span } from '../span.ts';
import { createSpan } from './create-span.ts';

const ids = Array.from({ length: 12 }, (_, index) => index.toString(16));

/** Spans with every oddity at once: missing parents, cycles, equal ids, ends before starts, skewed clocks. */
export const arbitraryOddTrace: fc.Arbitrary<readonly Span[]> = fc.array(
  fc
    .record({
      spanId: fc.constantFrom(...ids),
      parentSpanId: fc.option(fc.constantFrom(...ids, 'missing'), { nil: undefined }),
      startMs: fc.nat(50),
      endMs: fc.nat(50),
      service: fc.constantFrom('gateway', 'activities', ''),
      kind: fc.constantFrom('server', 'client', 'internal'),
      name: fc.constantFrom('a', 'b'),
    })
    .map(({ parentSpanId, ...fields }) =>
      createSpan({ ...fields, ...(parentSpanId === undefined ? {} : { parentSpanId }) }),
    ),
  { maxLength: 20 },
);
