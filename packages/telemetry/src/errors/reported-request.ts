import { createContextKey, type Context } from '@opentelemetry/api';
import { requestScopeIn, type RequestScope } from '../log/request-scope.ts';
import { withValue } from '../trace/linked-context.ts';

const reportedRequestKey = createContextKey('cruddur reported request');

/** A context outside of a request, as its end is, in which errors are all the same reported as its own. */
export function withReportedRequest(context: Context, request: RequestScope): Context {
  return withValue(context, reportedRequestKey, request);
}

/** The request that an error in this context belongs to. */
export function reportedRequestIn(context: Context): RequestScope | undefined {
  // safe: only withReportedRequest stores under this key
  const reported = context.getValue(reportedRequestKey) as RequestScope | undefined;
  return reported ?? requestScopeIn(context);
}
