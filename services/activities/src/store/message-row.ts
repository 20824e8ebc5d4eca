import type { Message, MessageGroup } from '@cruddur/contracts';
import { toTimestamp } from './timestamp.ts';

/** A conversation as one of its two sides sees it: under the name of the other. */
export interface MessageGroupRow {
  readonly uuid: string;
  readonly displayName: string;
  readonly handle: string;
  readonly createdAt: Date;
}

/** A message under the name of its sender. */
export interface MessageRow extends MessageGroupRow {
  readonly message: string;
}

export interface NewMessageRow {
  readonly uuid: string;
  readonly messageGroupUuid: string;
  readonly senderHandle: string;
  readonly message: string;
  readonly createdAt: Date;
}

/** The two sides of a conversation, the lesser first, so that it is the same one whoever begins it. */
export function toPair([a, b]: readonly [string, string]): {
  readonly firstHandle: string;
  readonly secondHandle: string;
} {
  return a < b ? { firstHandle: a, secondHandle: b } : { firstHandle: b, secondHandle: a };
}

export function toMessageGroup({ uuid, displayName, handle, createdAt }: MessageGroupRow): MessageGroup {
  return { uuid, display_name: displayName, handle, created_at: toTimestamp(createdAt) };
}

export function toMessage({ uuid, displayName, handle, message, createdAt }: MessageRow): Message {
  return { uuid, display_name: displayName, handle, message, created_at: toTimestamp(createdAt) };
}
