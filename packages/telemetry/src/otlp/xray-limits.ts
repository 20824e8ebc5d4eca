import type { TraceRequestLimits } from './trace-request-buffer.ts';

// In round thousands, the lower reading of "KB"; the 5 MB and 10,000 spans of a whole request are far above our batches.
const maxSpanBytes = 200_000;
const maxResourceAndScopeBytes = 16_000;

/** What X-Ray's OTLP endpoint takes. A resource and scope that are too long make it refuse the whole request. */
export const xrayLimits: TraceRequestLimits = {
  checkSpan: (bytes) => check('a span', bytes, maxSpanBytes),
  checkResourceAndScope: (bytes) => check('resource and scope', bytes, maxResourceAndScopeBytes),
};

function check(what: string, bytes: number, maxBytes: number): void {
  if (bytes > maxBytes) throw new RangeError(`${what} of ${bytes} bytes, more than ${maxBytes}`);
}
