import type { XRayRejection } from '../api/types.ts';

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
      reason: cut(rejected.reason, maxReasonLength),
      excerpt: cut(rejected.excerpt, maxExcerptLength),
      ...(rejected.traceId === undefined ? {} : { traceId: copy(rejected.traceId) }),
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

function cut(text: string, maxLength: number): string {
  return text.length <= maxLength ? copy(text) : `${copy(text.slice(0, maxLength))}…`;
}

/** V8 lets a part of a string share the memory of the whole, which may be megabytes: through bytes it stands alone. */
function copy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
