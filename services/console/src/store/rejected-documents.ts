import type { XRayRejection } from '../api/types.ts';
import { copyText, cutText } from './flat-text.ts';

const maxKept = 100;
const maxReasonLength = 1_000;
const maxExcerptLength = 2_000;

/** Counts what was rejected and keeps the latest of it to be read. */
export class RejectedDocuments {
  readonly #latest: XRayRejection[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(rejected: XRayRejection): void {
    this.#count += 1;
    this.#latest.push({
      ...rejected,
      reason: cutText(rejected.reason, maxReasonLength),
      excerpt: cutText(rejected.excerpt, maxExcerptLength),
      ...(rejected.traceId === undefined ? {} : { traceId: copyText(rejected.traceId) }),
    });
    if (this.#latest.length > maxKept) this.#latest.shift();
  }

  /** The latest, newest first; of one trace where it is named. */
  latest(traceId?: string): readonly XRayRejection[] {
    const wanted =
      traceId === undefined ? this.#latest : this.#latest.filter((rejected) => rejected.traceId === traceId);
    return wanted.toReversed();
  }
}
