export { MissingResponseError, requireResponse } from './hono/require-response.ts';
export { traceRequests, type TraceRequestsOptions } from './hono/trace-requests.ts';
