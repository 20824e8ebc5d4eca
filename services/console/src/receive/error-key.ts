import { createHash } from 'node:crypto';
import type { ReportedException, StackFrame } from '../api/error-types.ts';

const maxShapeLength = 200;

/** What differs from one occurrence of an error to the next: ids, numbers, quoted values. */
const varyingParts: readonly (readonly [RegExp, string])[] = [
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<id>'],
  [/\b(?=[\da-f]*\d)[\da-f]{8,}\b/gi, '<id>'],
  [/"[^"]*"|'[^']*'|`[^`]*`/g, '<text>'],
  [/\d+/g, '<n>'],
];

/** A message without what differs between occurrences: `user 17 not found` -> `user <n> not found`. */
function toMessageShape(message: string): string {
  let shape = message.slice(0, 4 * maxShapeLength);
  for (const [pattern, placeholder] of varyingParts) shape = shape.replace(pattern, placeholder);
  return shape.slice(0, maxShapeLength);
}

/** The frame in which the application threw, or called what did. */
export function findOwnFrame({ frames }: ReportedException): StackFrame | undefined {
  return frames.find(({ isOwn }) => isOwn);
}

/**
 * Names the group of an error: the sender's `fingerprint` where it gives one, or else type, shape of the message and place
 * in the code. Line numbers are no part of it, so that an edit above does not make another error.
 */
export function toErrorKey(
  service: string,
  exception: ReportedException,
  fingerprint: string | undefined,
): string {
  const frame = findOwnFrame(exception);
  const parts =
    fingerprint === undefined
      ? [exception.type, toMessageShape(exception.message), frame?.file ?? '', frame?.method ?? '']
      : [fingerprint];
  return createHash('sha256')
    .update(JSON.stringify([service, ...parts]))
    .digest('hex')
    .slice(0, 16);
}
