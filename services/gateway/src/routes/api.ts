import {
  endpoints,
  toHandle,
  validateActivityUuid,
  validatePathHandle,
  validateSearchTerm,
  type Validation,
} from '@cruddur/contracts';
import { Hono } from 'hono';
import type { ApiContext, Forwarder } from '../http/forward.ts';
import type { IdentityVariables } from '../middleware/identify-user.ts';
import type { ActivitiesClient } from '../upstream/activities-client.ts';

/**
 * The endpoints that the activities service answers. What stands in the path or the query is checked here, by the
 * contract's own rules, so that nothing malformed travels; bodies are for the domain to judge.
 */
export function createApiRoutes(
  activities: ActivitiesClient,
  { forward, forwardBody }: Forwarder,
): Hono<{ Variables: IdentityVariables }> {
  return new Hono<{ Variables: IdentityVariables }>()
    .get(endpoints.homeFeed.routingPath, (c) => forward(c, activities.homeFeed))
    .get(endpoints.notifications.routingPath, (c) => forward(c, activities.notifications))
    .get(endpoints.search.routingPath, (c) =>
      withValid(c, validateSearchTerm(c.req.query('term')), (term) =>
        forward(c, (caller) => activities.search(caller, term)),
      ),
    )
    .get(endpoints.userFeed.routingPath, (c) =>
      withValid(c, pathHandle(c), (handle) => forward(c, (caller) => activities.userFeed(caller, handle))),
    )
    .get(endpoints.showActivity.routingPath, (c) =>
      withValid(c, pathUuid(c), (uuid) => forward(c, (caller) => activities.showActivity(caller, uuid))),
    )
    .post(endpoints.createActivity.routingPath, (c) => forwardBody(c, activities.createActivity))
    .post(endpoints.reply.routingPath, (c) =>
      withValid(c, pathUuid(c), (uuid) =>
        forwardBody(c, (caller, body) => activities.reply(caller, uuid, body)),
      ),
    )
    .get(endpoints.messageGroups.routingPath, (c) => forward(c, activities.messageGroups))
    .get(endpoints.messages.routingPath, (c) =>
      withValid(c, pathHandle(c), (handle) => forward(c, (caller) => activities.messages(caller, handle))),
    )
    .post(endpoints.createMessage.routingPath, (c) => forwardBody(c, activities.createMessage));
}

function pathHandle(c: ApiContext): Validation<string> {
  return validatePathHandle(toHandle(c.req.param('handle') ?? ''));
}

function pathUuid(c: ApiContext): Validation<string> {
  return validateActivityUuid(c.req.param('uuid') ?? '');
}

async function withValid(
  c: ApiContext,
  validation: Validation<string>,
  answer: (value: string) => Promise<Response>,
): Promise<Response> {
  return validation.ok ? answer(validation.value) : c.json(validation.codes, 422);
}
