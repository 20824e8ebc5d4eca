import {
  endpoints,
  toHandle,
  validateActivityUuid,
  validateNewActivity,
  validateNewReply,
  validatePathHandle,
  validateSearchTerm,
} from '@cruddur/contracts';
import { Hono } from 'hono';
import type { Dependencies } from '../dependencies.ts';
import { createActivity } from '../domain/create-activity.ts';
import { homeFeed } from '../domain/home-feed.ts';
import { notifications } from '../domain/notifications.ts';
import { reply } from '../domain/reply.ts';
import { search } from '../domain/search.ts';
import { showActivity } from '../domain/show-activity.ts';
import { userFeed } from '../domain/user-feed.ts';
import { callerHandle } from '../http/caller.ts';
import { errorResponse } from '../http/error-response.ts';
import { readJsonBody } from '../http/json-body.ts';

/** Feeds, posts and replies. Registered in the contract's order, in which static segments win over parameters. */
export function createActivityRoutes(deps: Dependencies): Hono {
  const app = new Hono();

  app.get(endpoints.homeFeed.routingPath, async (context) =>
    context.json(await homeFeed(deps, callerHandle(context))),
  );

  app.get(endpoints.notifications.routingPath, async (context) =>
    context.json(await notifications(deps, callerHandle(context))),
  );

  app.get(endpoints.search.routingPath, async (context) => {
    const term = validateSearchTerm(context.req.query('term'));
    if (!term.ok) return context.json(term.codes, 422);
    return context.json(await search(deps, callerHandle(context), term.value));
  });

  app.get(endpoints.userFeed.routingPath, async (context) => {
    const handle = validatePathHandle(toHandle(context.req.param('handle') ?? ''));
    if (!handle.ok) return context.json(handle.codes, 422);
    return context.json(await userFeed(deps, callerHandle(context), handle.value));
  });

  app.get(endpoints.showActivity.routingPath, async (context) => {
    const uuid = validateActivityUuid(context.req.param('uuid') ?? '');
    if (!uuid.ok) return context.json(uuid.codes, 422);
    const shown = await showActivity(deps, callerHandle(context), uuid.value);
    if (shown.kind === 'not-found') return errorResponse(context, 'activity_not_found');
    return context.json(shown.activities);
  });

  app.post(endpoints.createActivity.routingPath, async (context) => {
    const body = await readJsonBody(context.req);
    if (!body.ok) return errorResponse(context, body.code);
    const post = validateNewActivity(body.value, callerHandle(context));
    if (!post.ok) return context.json(post.codes, 422);
    return context.json(await createActivity(deps, post.value));
  });

  app.post(endpoints.reply.routingPath, async (context) => {
    const body = await readJsonBody(context.req);
    if (!body.ok) return errorResponse(context, body.code);
    const newReply = validateNewReply(body.value, context.req.param('uuid') ?? '', callerHandle(context));
    if (!newReply.ok) return context.json(newReply.codes, 422);
    const replied = await reply(deps, newReply.value);
    if (replied.kind === 'activity-not-found') return errorResponse(context, 'activity_not_found');
    return context.json(replied.activity);
  });

  return app;
}
