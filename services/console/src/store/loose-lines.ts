import type { LogLine } from '../api/log-types.ts';
import { measureDocument } from './document-size.ts';

export interface LooseLinesLimits {
  readonly maxLines: number;
  /** Estimated memory. */
  readonly maxBytes: number;
}

/** The latest log lines that name no trace; the oldest make room. */
export class LooseLines {
  readonly #limits: LooseLinesLimits;
  readonly #lines = new Map<string, { readonly line: LogLine; readonly bytes: number }>();
  #byteCount = 0;
  #evictedCount = 0;

  constructor(limits: LooseLinesLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#lines.size;
  }

  get evictedCount(): number {
    return this.#evictedCount;
  }

  /** False where the line is here already. */
  add(line: LogLine): boolean {
    if (this.#lines.has(line.id)) return false;
    const { bytes } = measureDocument(line);
    this.#lines.set(line.id, { line, bytes });
    this.#byteCount += bytes;
    for (const [id, oldest] of this.#lines) {
      if (this.#lines.size <= this.#limits.maxLines && this.#byteCount <= this.#limits.maxBytes) break;
      this.#lines.delete(id);
      this.#byteCount -= oldest.bytes;
      this.#evictedCount += 1;
    }
    return true;
  }

  /** Newest arrival first. */
  latest(): readonly LogLine[] {
    return [...this.#lines.values()].map(({ line }) => line).toReversed();
  }
}
