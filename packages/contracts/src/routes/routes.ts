import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import type { TransportCode, ValidationCode } from '../error-codes.ts';
import { faultNames } from '../faults/fault-names.ts';
import { faultDelayInput } from '../input/fault-delay.ts';
import { newActivityBodySchema } from '../input/new-activity.ts';
import { newMessageBodySchema } from '../input/new-message.ts';
import { newReplyBodySchema } from '../input/new-reply.ts';
import { pathHandleInput, searchTermInput } from '../input/parameters.ts';
import { activityUuidInput } from '../input/fields.ts';
import { activitySchema } from '../schemas/activity.ts';
import { reportAnswerSchema, slowAnswerSchema } from '../schemas/fault.ts';
import { messageGroupSchema, messageSchema } from '../schemas/message.ts';
import { endpoints, rollbarTestBody, type OperationId } from './endpoints.ts';
import { requestHeaders } from './request-headers.ts';
import { errorResponses, responseHeaders } from './responses.ts';

interface Operation {
  readonly operationId: OperationId;
  readonly tag: 'activities' | 'messages' | 'errors' | 'faults';
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Undefined where there is no success. */
  readonly answer?: {
    readonly description: string;
    readonly mediaType?: string;
    readonly schema: z.ZodType;
    /** On request (`Accept: application/json`), where the answer is something else otherwise. */
    readonly asJson?: z.ZodType;
  };
  readonly codes: readonly ValidationCode[];
  readonly notFound?: readonly TransportCode[];
}

const json = 'application/json';
const activityUuidParameter = z.object({ uuid: activityUuidInput });
const handleParameter = z.object({ handle: pathHandleInput });
const activities = z.array(activitySchema);

const operations: readonly Operation[] = [
  {
    operationId: 'homeFeed',
    tag: 'activities',
    summary: 'The home feed, latest published first',
    answer: { description: 'Activities that have not expired.', schema: activities },
    codes: [],
  },
  {
    operationId: 'notifications',
    tag: 'activities',
    summary: 'Activities that the caller is notified of, latest first',
    answer: { description: 'Activities with their replies.', schema: activities },
    codes: [],
  },
  {
    operationId: 'search',
    tag: 'activities',
    summary: 'Activities whose message contains a term, whatever its case',
    query: z.object({ term: searchTermInput }),
    answer: { description: 'Matching activities and replies, latest first.', schema: activities },
    codes: ['search_term_blank', 'search_term_invalid', 'search_term_exceed_max_chars'],
  },
  {
    operationId: 'userFeed',
    tag: 'activities',
    summary: 'The feed of one user, latest published first',
    params: handleParameter,
    answer: { description: 'Activities of that user; empty for an unknown handle.', schema: activities },
    codes: ['blank_user_handle', 'user_handle_invalid'],
  },
  {
    operationId: 'showActivity',
    tag: 'activities',
    summary: 'One activity with its replies',
    params: activityUuidParameter,
    answer: { description: 'An array of exactly one activity.', schema: activities },
    codes: ['activity_uuid_blank', 'activity_uuid_invalid'],
  },
  {
    operationId: 'createActivity',
    tag: 'activities',
    summary: 'Publish a post',
    body: newActivityBodySchema,
    answer: { description: 'The post.', schema: activitySchema },
    codes: [
      'ttl_blank',
      'user_handle_blank',
      'user_handle_invalid',
      'message_blank',
      'message_invalid',
      'message_exceed_max_chars',
    ],
  },
  {
    operationId: 'reply',
    tag: 'activities',
    summary: 'Reply to an activity',
    params: activityUuidParameter,
    body: newReplyBodySchema,
    answer: { description: 'The reply.', schema: activitySchema },
    codes: [
      'user_handle_blank',
      'user_handle_invalid',
      'activity_uuid_blank',
      'activity_uuid_invalid',
      'message_blank',
      'message_invalid',
      'message_exceed_max_chars',
    ],
  },
  {
    operationId: 'messageGroups',
    tag: 'messages',
    summary: 'The conversations of the caller, latest first',
    answer: { description: 'Conversations.', schema: z.array(messageGroupSchema) },
    codes: [],
  },
  {
    operationId: 'messages',
    tag: 'messages',
    summary: 'The messages of the caller in conversations that a user takes part in, oldest first',
    params: handleParameter,
    query: z.object({
      user_reciever_handle: z.string().optional().meta({
        deprecated: true,
        description: 'Sent by the original front end; ignored, the path decides.',
      }),
    }),
    answer: { description: 'Messages; empty for an unknown handle.', schema: z.array(messageSchema) },
    codes: ['blank_user_handle', 'user_handle_invalid'],
  },
  {
    operationId: 'createMessage',
    tag: 'messages',
    summary: 'Send a direct message',
    body: newMessageBodySchema,
    answer: { description: 'The message.', schema: messageSchema },
    codes: [
      'user_sender_handle_blank',
      'user_handle_invalid',
      'user_reciever_handle_blank',
      'user_reciever_handle_invalid',
      'message_blank',
      'message_invalid',
      'message_exceed_max_chars',
    ],
  },
  {
    operationId: 'rollbarTest',
    tag: 'errors',
    summary: 'Report a test message of level warning to the error tracker',
    answer: {
      description:
        'Always the same text; where it is found is in the `Link` headers and `X-Rollbar-Occurrence-Uuid`, or in the JSON.',
      mediaType: 'text/plain',
      schema: z.literal(rollbarTestBody),
      asJson: reportAnswerSchema,
    },
    codes: [],
  },
  {
    operationId: 'downstreamFault',
    tag: 'faults',
    summary: 'Fails always: what `downstream-500` asks activities for. Not in production',
    codes: [],
    notFound: ['not_found'],
  },
  {
    operationId: 'fault',
    tag: 'faults',
    summary: 'Goes wrong as it is told, to see what the telemetry makes of it. Not in production',
    params: z.object({ fault: z.enum([...faultNames]) }),
    query: z.object({ ms: faultDelayInput }),
    answer: { description: 'Of `slow` only: all others are errors.', schema: slowAnswerSchema },
    codes: ['fault_delay_invalid'],
    notFound: ['not_found', 'fault_not_found'],
  },
];

function toRoute(operation: Operation): RouteConfig {
  const { operationId, tag, summary, params, query, body, answer, codes } = operation;
  const { notFound = params === activityUuidParameter ? ['activity_not_found'] : [] } = operation;
  const { method, path, servedBy } = endpoints[operationId];
  return createRoute({
    operationId,
    method: method === 'GET' ? 'get' : 'post',
    path,
    summary,
    tags: [tag],
    'x-served-by': servedBy,
    request: {
      headers: requestHeaders,
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body: { required: true, content: { [json]: { schema: body } } } }),
    },
    responses: {
      ...(answer && {
        200: {
          description: answer.description,
          headers: responseHeaders,
          content: {
            [answer.mediaType ?? json]: { schema: answer.schema },
            ...(answer.asJson && { [json]: { schema: answer.asJson } }),
          },
        },
      }),
      ...errorResponses({
        codes,
        hasBody: body !== undefined,
        notFound,
      }),
    },
  });
}

/** The definition of every endpoint for `@hono/zod-openapi`, in the order in which they must be registered. */
export const routes: readonly RouteConfig[] = operations.map(toRoute);
