import type { BatchEvent } from './cut-batch.ts';
import type { PutEnd } from './put-batch.ts';

/** What is left of a batch that was found invalid. */
export type PoisonHunt =
  | { readonly kind: 'found'; readonly guilty: BatchEvent; readonly rest: readonly BatchEvent[] }
  | { readonly kind: 'interrupted'; readonly end: PutEnd; readonly rest: readonly BatchEvent[] };

/**
 * Finds the first event that makes an invalid batch invalid, by halves: at most log2(n) calls, each of which that is
 * taken delivers what comes before it. With one more call for the rest, nothing but the guilty event is lost.
 */
export async function findPoison(
  invalid: readonly BatchEvent[],
  put: (events: readonly BatchEvent[]) => Promise<PutEnd>,
): Promise<PoisonHunt> {
  let first = 0;
  let end = invalid.length;
  while (end - first > 1) {
    const middle = (first + end) >> 1;
    const half = await put(invalid.slice(first, middle));
    if (half.kind === 'delivered') first = middle;
    else if (half.kind === 'invalid') end = middle;
    else return { kind: 'interrupted', end: half, rest: invalid.slice(first) };
  }
  const guilty = invalid[first];
  // safe: whoever calls has a batch that was refused, and an empty one is never sent
  return { kind: 'found', guilty: guilty as BatchEvent, rest: invalid.slice(first + 1) };
}
