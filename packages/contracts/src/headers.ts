/** Names of the headers that mean something to Cruddur, in the lower case that `Headers` uses. */
export const headerNames = {
  /** Who calls. Set by the gateway; absent means `defaultUserHandle`. */
  userHandle: 'x-user-handle',
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  baggage: 'baggage',
  xrayTraceId: 'x-amzn-trace-id',
  serverTiming: 'server-timing',
} as const;

/** Trace context that a caller may send with any request. */
export const traceRequestHeaders: readonly string[] = [
  headerNames.traceparent,
  headerNames.tracestate,
  headerNames.baggage,
  headerNames.xrayTraceId,
];

/** Trace context that every answer carries; a browser sees them only if CORS exposes them. */
export const traceResponseHeaders: readonly string[] = [headerNames.serverTiming, headerNames.xrayTraceId];

/** Who acts when no identity arrives: the user that the original hard-coded. */
export const defaultUserHandle = 'andrewbrown';
