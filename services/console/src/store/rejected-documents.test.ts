import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { XRayRejection } from '../api/types.ts';
import { RejectedDocuments } from './rejected-documents.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // safe: the flag defines it
const parentLength = 1_000_000;
const parentsKept = 50;

/** One flat string, as a decoded datagram is. */
const createParent = (fill: string): string => Buffer.alloc(parentLength, fill).toString('latin1');

/** What stays on the heap of `parentsKept` rejections, each of a large text of its own. */
function measureRetainedBytes(toRejection: (parent: string) => XRayRejection): number {
  const documents = new RejectedDocuments();
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < parentsKept; index += 1)
    documents.add(toRejection(createParent(String(index % 10))));
  collectGarbage();
  const retained = process.memoryUsage().heapUsed - before;
  expect(documents.latest()).toHaveLength(parentsKept);
  return retained;
}

describe('the list of rejected documents', () => {
  it.for<readonly [string, (parent: string) => XRayRejection]>([
    ['an excerpt that is cut', (parent) => ({ timeMs: 0, reason: 'no', excerpt: parent })],
    ['a reason that is cut', (parent) => ({ timeMs: 0, reason: parent, excerpt: '' })],
    [
      'parts of the text that are short already',
      (parent) => ({
        timeMs: 0,
        reason: parent.slice(10, 900),
        excerpt: parent.slice(20, 900),
        traceId: parent.slice(30, 62),
      }),
    ],
  ])('does not keep the whole text alive with %s', ([, toRejection]) => {
    expect(measureRetainedBytes(toRejection)).toBeLessThan((parentLength * parentsKept) / 5);
  });

  it('keeps what it does not cut as it is, also a surrogate without its other half', () => {
    const documents = new RejectedDocuments();
    const rejected = {
      timeMs: 1,
      reason: 'größer \ud83d',
      excerpt: '{"name":"🦜"}',
      traceId: 'ab'.repeat(16),
    };
    documents.add(rejected);
    expect(documents.latest()).toEqual([rejected]);
    documents.add({ timeMs: 2, reason: 'no', excerpt: 'x'.repeat(2_001) });
    expect(documents.latest()[0]).toEqual({ timeMs: 2, reason: 'no', excerpt: `${'x'.repeat(2_000)}…` });
  });
});
