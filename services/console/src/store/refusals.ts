import type { Refusal } from '../api/sink-types.ts';
import { cutText } from './flat-text.ts';

const maxKept = 100;
const maxReasonLength = 1_000;

/** Counts what the vendors' stand-ins refused and keeps the latest of it to be read. */
export class Refusals {
  readonly #latest: Refusal[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(refusal: Refusal): void {
    this.#count += 1;
    this.#latest.push({ ...refusal, reason: cutText(refusal.reason, maxReasonLength) });
    if (this.#latest.length > maxKept) this.#latest.shift();
  }

  /** Newest first. */
  latest(): readonly Refusal[] {
    return this.#latest.toReversed();
  }
}
