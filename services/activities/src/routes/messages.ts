import { endpoints, toHandle, validateNewMessage, validatePathHandle } from '@cruddur/contracts';
import { Hono } from 'hono';
import type { Dependencies } from '../dependencies.ts';
import { createMessage } from '../domain/create-message.ts';
import { messageGroups } from '../domain/message-groups.ts';
import { messages } from '../domain/messages.ts';
import { callerHandle } from '../http/caller.ts';
import { errorResponse } from '../http/error-response.ts';
import { readJsonBody } from '../http/json-body.ts';

/** Direct messages. */
export function createMessageRoutes(deps: Dependencies): Hono {
  const app = new Hono();

  app.get(endpoints.messageGroups.routingPath, async (context) =>
    context.json(await messageGroups(deps, callerHandle(context))),
  );

  app.get(endpoints.messages.routingPath, async (context) => {
    const handle = validatePathHandle(toHandle(context.req.param('handle') ?? ''));
    if (!handle.ok) return context.json(handle.codes, 422);
    return context.json(await messages(deps, callerHandle(context), handle.value));
  });

  app.post(endpoints.createMessage.routingPath, async (context) => {
    const body = await readJsonBody(context.req);
    if (!body.ok) return errorResponse(context, body.code);
    const message = validateNewMessage(body.value, callerHandle(context));
    if (!message.ok) return context.json(message.codes, 422);
    return context.json(await createMessage(deps, message.value));
  });

  return app;
}
