export { traceRequests, type TraceRequestsOptions } from './hono/trace-requests.ts';
