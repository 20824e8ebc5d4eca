import { severities } from './severity.ts';
import type { LogRecord } from './logger.ts';

/** Bounds of what is held for requests that may still fail, in UTF-16 code units of their records. */
export interface HoldSettings {
  readonly maxLinesPerRequest: number;
  readonly maxLengthPerRequest: number;
  /** Of all requests under way together. */
  readonly maxLength: number;
}

export const defaultHold: HoldSettings = {
  maxLinesPerRequest: 100,
  maxLengthPerRequest: 65_536,
  maxLength: 4_194_304,
};

/** What the held lines of all requests share. */
export interface HoldPool {
  readonly settings: HoldSettings;
  /** Held by all requests together. */
  length: number;
  readonly deliver: (record: LogRecord) => void;
}

/**
 * Debug lines of one request, written only if it fails: what led to the failure, at the price of none of the others.
 * Over the bounds the oldest give way, and the number that did is told in their place.
 */
export class HeldLines {
  readonly #pool: HoldPool;
  readonly #lines: { readonly record: LogRecord; readonly length: number }[] = [];
  #length = 0;
  #dropped = 0;
  /** Where the gap is when no line is left beside it. */
  #gapPlace: GapPlace | undefined;

  constructor(pool: HoldPool) {
    this.#pool = pool;
  }

  add(record: LogRecord, length: number): void {
    const { settings } = this.#pool;
    while (
      this.#lines.length > 0 &&
      (this.#lines.length >= settings.maxLinesPerRequest ||
        this.#length + length > settings.maxLengthPerRequest)
    ) {
      this.#dropOldest();
    }
    if (length > settings.maxLengthPerRequest || this.#pool.length + length > settings.maxLength) {
      this.#dropped += 1;
      if (this.#lines.length === 0) this.#gapPlace ??= gapPlace(record);
      return;
    }
    this.#lines.push({ record, length });
    this.#hold(length);
  }

  /** The request has failed: writes the lines in their order. */
  release(): void {
    const place = this.#lines[0]?.record ?? this.#gapPlace;
    const { deliver } = this.#pool;
    if (this.#dropped > 0 && place !== undefined) deliver(gap(place, this.#dropped));
    for (const { record } of this.#lines) deliver(record);
    this.discard();
  }

  /** The request has gone well. */
  discard(): void {
    this.#hold(-this.#length);
    this.#lines.length = 0;
    this.#dropped = 0;
    this.#gapPlace = undefined;
  }

  /** The request has gone well, and was a step of another one, which may still fail. */
  moveTo(outer: HeldLines): void {
    const lines = this.#lines.splice(0);
    const dropped = this.#dropped;
    const place = this.#gapPlace;
    // First, so that the lines are not in the pool twice.
    this.discard();
    outer.#dropped += dropped;
    outer.#gapPlace ??= place;
    for (const { record, length } of lines) outer.add(record, length);
  }

  #dropOldest(): void {
    this.#hold(-(this.#lines.shift()?.length ?? 0));
    this.#dropped += 1;
  }

  #hold(length: number): void {
    this.#length += length;
    this.#pool.length += length;
  }
}

interface GapPlace {
  readonly timeMs: number;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly traceFlags?: number | undefined;
}

/** Not the whole record: what was dropped must not stay in memory. */
function gapPlace({ timeMs, traceId, spanId, traceFlags }: LogRecord): GapPlace {
  return { timeMs, traceId, spanId, traceFlags };
}

function gap({ timeMs, traceId, spanId, traceFlags }: GapPlace, dropped: number): LogRecord {
  return {
    timeMs,
    level: 'debug',
    severityNumber: severities.debug.number,
    severityText: severities.debug.text,
    body: `${dropped} debug lines of this request were not kept`,
    attributes: { 'cruddur.log.dropped_lines': dropped },
    ...(traceId === undefined ? undefined : { traceId }),
    ...(spanId === undefined ? undefined : { spanId }),
    ...(traceFlags === undefined ? undefined : { traceFlags }),
  };
}
