import { defaultUserHandle, headerNames, validateCallerHandle } from '@cruddur/contracts';
import { setPerson } from '@cruddur/telemetry';
import { trace } from '@opentelemetry/api';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { respondWithError } from '../http/error-response.ts';

export interface IdentityVariables {
  readonly userHandle: string;
}

const cookieName = 'cruddur_user_handle';
const cookiePattern = /(?:^|;)\s*cruddur_user_handle=/;

/**
 * Who calls: the `x-user-handle` header, else the `cruddur_user_handle` cookie, else the user that the original
 * hard-coded. It is a claim, not a proof: this is the seam where authentication goes.
 * A handle of the wrong shape is refused here, so it reaches neither a span nor the upstream.
 */
export function identifyUser(): MiddlewareHandler<{ Variables: IdentityVariables }> {
  return async function identifyUser(c, next) {
    const claimed = c.req.header(headerNames.userHandle) ?? handleFromCookie(c);
    if (claimed !== undefined && !validateCallerHandle(claimed).ok)
      return respondWithError(c, 'invalid_user_handle');
    const userHandle = claimed ?? defaultUserHandle;
    trace.getActiveSpan()?.setAttribute('user.id', userHandle);
    setPerson({ id: userHandle });
    c.set('userHandle', userHandle);
    return next();
  };
}

function handleFromCookie(c: Context): string | undefined {
  if (!cookiePattern.test(c.req.header('cookie') ?? '')) return undefined;
  // hono/cookie passes over a value that no cookie can have. Nobody should become the default user that way.
  return getCookie(c, cookieName) ?? '';
}
