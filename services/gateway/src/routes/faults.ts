import { endpoints, isFaultName, validateFaultDelayMs, type SlowAnswer } from '@cruddur/contracts';
import { trace } from '@opentelemetry/api';
import { Hono } from 'hono';
import { forgetToReturn, rejectFault, throwFault, waitFor } from '../domain/deliberate-faults.ts';
import { activeTraceId, respondWithError } from '../http/error-response.ts';
import type { ApiContext, Forwarder } from '../http/forward.ts';
import type { IdentityVariables } from '../middleware/identify-user.ts';
import type { ActivitiesClient } from '../upstream/activities-client.ts';

/** Requests that go wrong as they are told, to see what the telemetry makes of it. Not for production. */
export function createFaultRoutes(
  activities: ActivitiesClient,
  { forward }: Forwarder,
): Hono<{ Variables: IdentityVariables }> {
  return new Hono<{ Variables: IdentityVariables }>().get(endpoints.fault.routingPath, (c) => {
    const name = c.req.param('fault') ?? '';
    if (!isFaultName(name)) return respondWithError(c, 'fault_not_found');
    trace.getActiveSpan()?.setAttribute('cruddur.fault', name);
    switch (name) {
      case 'thrown':
        return throwFault();
      case 'rejected':
        return rejectFault();
      case 'missing-return':
        return forgetToReturn();
      case 'slow':
        return answerSlowly(c);
      case 'downstream-500':
        return forward(c, activities.downstreamFault);
    }
  });
}

async function answerSlowly(c: ApiContext): Promise<Response> {
  const delay = validateFaultDelayMs(c.req.query('ms'));
  if (!delay.ok) return c.json(delay.codes, 422);
  await waitFor(delay.value, c.req.raw.signal);
  const traceId = activeTraceId();
  const answer: SlowAnswer = { fault: 'slow', ms: delay.value, ...(traceId !== undefined && { traceId }) };
  return c.json(answer);
}
