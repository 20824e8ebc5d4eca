import { z } from 'zod';
import { headerNames, defaultUserHandle } from '../headers.ts';

const optionalHeader = (description: string, example: string): z.ZodType =>
  z.string().optional().meta({ description, example });

/** Headers that every endpoint understands. None is required, and a malformed trace header never fails a request. */
export const requestHeaders: z.ZodObject = z.object({
  [headerNames.userHandle]: optionalHeader(
    `Handle of the caller; ${defaultUserHandle} when absent.`,
    defaultUserHandle,
  ),
  [headerNames.traceparent]: optionalHeader(
    'W3C Trace Context: the trace to continue.',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  ),
  [headerNames.tracestate]: optionalHeader('W3C Trace Context: vendor state.', 'vendor=value'),
  [headerNames.baggage]: optionalHeader('W3C Baggage.', 'experiment=a'),
  [headerNames.xrayTraceId]: optionalHeader(
    'AWS X-Ray trace to continue; traceparent wins.',
    'Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=1',
  ),
});
