import type { TraceRequestLimits } from './trace-request-buffer.ts';

/**
 * What X-Ray's OTLP endpoint takes of one request, in round thousands, the lower reading of "KB"; the 5 MB and 10,000
 * spans of a whole request are far above our batches. A resource and scope that are too long make it refuse the request.
 */
export const xrayLimits: TraceRequestLimits = { maxSpanBytes: 200_000, maxResourceAndScopeBytes: 16_000 };
