import { defaultUserHandle, headerNames, validateCallerHandle } from '@cruddur/contracts';
import { setPerson } from '@cruddur/telemetry';
import type { Context, MiddlewareHandler } from 'hono';
import { errorResponse } from './error-response.ts';

/** Handle of whoever calls, unchecked: the `x-user-handle` header that the gateway sets, or the original's user. */
export function callerHandle(context: Context): string {
  return context.req.header(headerNames.userHandle) ?? defaultUserHandle;
}

/** Refuses to read for a caller whose handle has no handle's shape. Writes report it among their validation codes. */
export const requireCaller: MiddlewareHandler = async (context, next) => {
  const handle = callerHandle(context);
  const isRead = context.req.method === 'GET' || context.req.method === 'HEAD';
  if (validateCallerHandle(handle).ok) setPerson({ id: handle });
  else if (isRead) return errorResponse(context, 'invalid_user_handle');
  return next();
};
