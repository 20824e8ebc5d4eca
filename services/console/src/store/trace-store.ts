import { toServiceName, type Attributes, type Span } from '@cruddur/trace-model';
import type { StoreStatistics } from '../api/types.ts';
import { toAttributesByteCount, toSpanByteCount } from './span-size.ts';

export interface TraceStoreLimits {
  readonly maxSpans: number;
  /** Estimated memory. */
  readonly maxBytes: number;
}

export interface StoredTrace {
  readonly traceId: string;
  readonly spans: Iterable<Span>;
  readonly spanCount: number;
  /** Grows with every change. */
  readonly revision: number;
}

export interface AddResult {
  /** Spans of traces that are as large as one trace may be. */
  readonly rejectedSpans: number;
}

/** How much of the store one trace may fill, so that an endless one leaves room for others. */
const traceShare = 1 / 4;

/**
 * The spans of the latest traces, in memory, within `limits`: the traces that began to arrive first make room.
 * A span that comes twice (same id, service and kind) replaces itself. Late spans join their trace.
 */
export class TraceStore {
  readonly #limits: TraceStoreLimits;
  readonly #traces = new Map<string, MutableTrace>();
  readonly #listeners = new Set<(traceIds: Iterable<string>) => void>();
  #spanCount = 0;
  #byteCount = 0;
  #evictedSpans = 0;
  #rejectedSpans = 0;

  constructor(limits: TraceStoreLimits) {
    this.#limits = limits;
  }

  add(spans: readonly Span[]): AddResult {
    const changed = new Set<string>();
    let rejectedSpans = 0;
    for (const span of spans) {
      if (this.#addSpan(span)) changed.add(span.traceId);
      else rejectedSpans += 1;
    }
    this.#rejectedSpans += rejectedSpans;
    if (changed.size > 0 || rejectedSpans > 0) for (const listener of this.#listeners) listener(changed);
    return { rejectedSpans };
  }

  get(traceId: string): StoredTrace | undefined {
    return this.#traces.get(traceId);
  }

  /** The traces that began to arrive last, newest first. */
  latest(limit: number): readonly StoredTrace[] {
    return [...this.#traces.values()].slice(-limit).toReversed();
  }

  get maxSpansPerTrace(): number {
    return Math.max(1, Math.floor(this.#limits.maxSpans * traceShare));
  }

  statistics(): StoreStatistics {
    return {
      traceCount: this.#traces.size,
      spanCount: this.#spanCount,
      byteCount: this.#byteCount,
      ...this.#limits,
      evictedSpans: this.#evictedSpans,
      rejectedSpans: this.#rejectedSpans,
    };
  }

  /** Calls `listener` after every change with the ids of the traces that changed. Gives the way to stop. */
  subscribe(listener: (traceIds: Iterable<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #addSpan(span: Span): boolean {
    const trace = this.#traces.get(span.traceId) ?? new MutableTrace(span.traceId);
    const change = trace.measure(span);
    const isFull =
      trace.spanCount + change.spans > this.maxSpansPerTrace ||
      trace.byteCount + change.bytes > this.#limits.maxBytes * traceShare;
    if (isFull && (change.spans > 0 || change.bytes > 0)) return false;
    this.#traces.set(span.traceId, trace);
    trace.put(span, change);
    this.#spanCount += change.spans;
    this.#byteCount += change.bytes;
    this.#makeRoom(trace);
    return true;
  }

  #makeRoom(current: MutableTrace): void {
    const { maxSpans, maxBytes } = this.#limits;
    if (this.#spanCount <= maxSpans && this.#byteCount <= maxBytes) return;
    for (const trace of this.#traces.values()) {
      if (trace === current) continue;
      this.#traces.delete(trace.traceId);
      this.#spanCount -= trace.spanCount;
      this.#byteCount -= trace.byteCount;
      this.#evictedSpans += trace.spanCount;
      if (this.#spanCount <= maxSpans && this.#byteCount <= maxBytes) return;
    }
  }
}

interface Change {
  readonly key: string;
  readonly spans: number;
  readonly bytes: number;
}

class MutableTrace implements StoredTrace {
  readonly traceId: string;
  readonly #spans = new Map<string, Span>();
  readonly #resources = new Set<Attributes>();
  byteCount = 0;
  revision = 0;

  constructor(traceId: string) {
    this.traceId = traceId;
  }

  get spans(): Iterable<Span> {
    return this.#spans.values();
  }

  get spanCount(): number {
    return this.#spans.size;
  }

  measure(span: Span): Change {
    // Systems that share one id between the client's and the server's span differ in service or kind.
    const key = `${span.spanId} ${span.kind} ${toServiceName(span)}`;
    const former = this.#spans.get(key);
    const resourceBytes = this.#resources.has(span.resource) ? 0 : toAttributesByteCount(span.resource);
    const formerBytes = former === undefined ? 0 : toSpanByteCount(former);
    return {
      key,
      spans: former === undefined ? 1 : 0,
      bytes: toSpanByteCount(span) + resourceBytes - formerBytes,
    };
  }

  put(span: Span, change: Change): void {
    this.#spans.set(change.key, span);
    this.#resources.add(span.resource);
    this.byteCount += change.bytes;
    this.revision += 1;
  }
}
