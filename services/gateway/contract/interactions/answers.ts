import { errorCatalogue, type TransportCode } from '@cruddur/contracts';
import { Matchers } from '@pact-foundation/pact';

const { eachLike, integer, like, nullValue, regex, string, uuid } = Matchers;

/** A JSON object in which matchers stand for values. */
type Template = Readonly<Record<string, unknown>>;

const timestamp = regex(
  String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`,
  '2026-11-21T10:00:00.000+00:00',
);
const author = { display_name: string('Andrew Brown'), handle: string('andrewbrown') };

export const postUuid = '68f126b0-1ceb-4a33-88be-d90fa7109eee';

const activity = {
  ...author,
  uuid: uuid(postUuid),
  message: string('Cloud is very fun!'),
  created_at: timestamp,
  likes_count: integer(5),
  replies_count: integer(1),
  reposts_count: integer(0),
};

/** A reply does not expire and names what it answers. */
export const reply: Template = {
  ...activity,
  expires_at: nullValue(),
  replies: like([]),
  reply_to_activity_uuid: uuid(postUuid),
};

/** A post expires and answers nothing. */
export const post: Template = {
  ...activity,
  expires_at: timestamp,
  replies: like([]),
  reply_to_activity_uuid: nullValue(),
};

export const postWithReplies: Template = { ...post, replies: eachLike(reply) };

export const message: Template = {
  ...author,
  uuid: uuid('4e81c06a-db0f-4281-b4cc-98208537772a'),
  message: string('Cloud is fun!'),
  created_at: timestamp,
};

export const messageGroup: Template = {
  uuid: uuid('417c360e-c4e6-4fce-873b-d2d71469b4ac'),
  display_name: string('Worf'),
  handle: string('worf'),
  created_at: timestamp,
};

/** The body of an error answer. The code is exact: clients branch on it. */
export function errorBody(code: TransportCode): object {
  return {
    code,
    message: string(errorCatalogue[code].meaning),
    traceId: regex('^[0-9a-f]{32}$', '4bf92f3577b34da6a3ce929d0e0e4736'),
  };
}
