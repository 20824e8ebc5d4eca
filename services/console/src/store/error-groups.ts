import type { ErrorGroup, ErrorGroupDetail, ErrorOccurrence } from '../api/error-types.ts';
import { findOwnFrame } from '../receive/error-key.ts';
import { measureDocument } from './document-size.ts';

export interface ErrorGroupsLimits {
  readonly maxGroups: number;
  /** Of one group; its count goes on. */
  readonly maxOccurrencesPerGroup: number;
  /** Estimated memory of all occurrences. */
  readonly maxBytes: number;
}

interface KeptOccurrence {
  readonly occurrence: ErrorOccurrence;
  readonly bytes: number;
}

interface KeptGroup {
  /** Oldest first; never empty. */
  readonly kept: KeptOccurrence[];
  firstSeenMs: number;
  lastSeenMs: number;
  count: number;
}

const maxContexts = 5;

/** Errors that are the same, counted, with the latest occurrences of each. The group that was quiet for longest makes room. */
export class ErrorGroups {
  readonly #limits: ErrorGroupsLimits;
  /** The one that got an occurrence last is last. */
  readonly #groups = new Map<string, KeptGroup>();
  readonly #uuids = new Set<string>();
  #byteCount = 0;
  #occurrenceCount = 0;
  #evictedCount = 0;

  constructor(limits: ErrorGroupsLimits) {
    this.#limits = limits;
  }

  get groupCount(): number {
    return this.#groups.size;
  }

  get occurrenceCount(): number {
    return this.#occurrenceCount;
  }

  get evictedCount(): number {
    return this.#evictedCount;
  }

  /** False where an occurrence of that uuid is here already. */
  add(occurrence: ErrorOccurrence): boolean {
    if (this.#uuids.has(occurrence.uuid)) return false;
    const { key, timeMs } = occurrence;
    const group = this.#groups.get(key) ?? { kept: [], count: 0, firstSeenMs: timeMs, lastSeenMs: timeMs };
    group.count += 1;
    group.firstSeenMs = Math.min(group.firstSeenMs, timeMs);
    group.lastSeenMs = Math.max(group.lastSeenMs, timeMs);
    this.#groups.delete(key);
    this.#groups.set(key, group);
    this.#keep(group, occurrence);
    this.#occurrenceCount += 1;
    return true;
  }

  /** By when they were last seen, latest first. */
  list(): readonly ErrorGroup[] {
    return [...this.#groups.values()].map(toErrorGroup).toSorted((a, b) => b.lastSeenMs - a.lastSeenMs);
  }

  get(key: string): ErrorGroupDetail | undefined {
    const group = this.#groups.get(key);
    if (group === undefined) return undefined;
    return { ...toErrorGroup(group), occurrences: newestFirst(group) };
  }

  #keep(group: KeptGroup, occurrence: ErrorOccurrence): void {
    const { bytes } = measureDocument(occurrence);
    group.kept.push({ occurrence, bytes });
    this.#uuids.add(occurrence.uuid);
    this.#byteCount += bytes;
    if (group.kept.length > this.#limits.maxOccurrencesPerGroup) this.#forget(group.kept.shift());
    for (const [key, quietest] of this.#groups) {
      if (this.#groups.size <= this.#limits.maxGroups && this.#byteCount <= this.#limits.maxBytes) return;
      // The last occurrence stays, however large: there is one such at most.
      if (quietest === group)
        while (group.kept.length > 1 && !this.#hasRoom()) this.#forget(group.kept.shift());
      else this.#evict(key, quietest);
    }
  }

  #hasRoom(): boolean {
    return this.#byteCount <= this.#limits.maxBytes;
  }

  #evict(key: string, group: KeptGroup): void {
    this.#groups.delete(key);
    for (const kept of group.kept) this.#forget(kept);
    this.#evictedCount += 1;
  }

  #forget(kept: KeptOccurrence | undefined): void {
    if (kept === undefined) return;
    this.#uuids.delete(kept.occurrence.uuid);
    this.#byteCount -= kept.bytes;
  }
}

function newestFirst({ kept }: KeptGroup): readonly ErrorOccurrence[] {
  return kept.map(({ occurrence }) => occurrence).toReversed();
}

function toErrorGroup(group: KeptGroup): ErrorGroup {
  const occurrences = newestFirst(group);
  const [latest] = occurrences;
  const exception = latest?.exceptions[0];
  const latestTraceId = occurrences.find(({ traceId }) => traceId !== undefined)?.traceId;
  const contexts = new Set(occurrences.map(({ context }) => context).filter((context) => context !== ''));
  return {
    key: latest?.key ?? '',
    type: exception?.type ?? '',
    message: exception?.message ?? '',
    level: latest?.level ?? '',
    service: latest?.service ?? '',
    place: toPlace(exception),
    count: group.count,
    firstSeenMs: group.firstSeenMs,
    lastSeenMs: group.lastSeenMs,
    contexts: [...contexts].slice(0, maxContexts),
    ...(latestTraceId === undefined ? {} : { latestTraceId }),
  };
}

function toPlace(exception: ErrorOccurrence['exceptions'][number] | undefined): string {
  const frame = exception === undefined ? undefined : findOwnFrame(exception);
  if (frame === undefined) return '';
  const position = frame.line === undefined ? frame.file : `${frame.file}:${frame.line}`;
  return frame.method === '' ? position : `${position} in ${frame.method}`;
}
