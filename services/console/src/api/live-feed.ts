import type { StoredTrace } from '../store/stored-trace.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { TraceSummary } from './types.ts';

export interface LiveFeedOptions {
  readonly store: TraceStore;
  readonly readSummary: (trace: StoredTrace) => TraceSummary;
  /** The shortest time between two updates of one trace. */
  readonly updateIntervalMs: number;
  /** How often a quiet stream says that it is alive. */
  readonly heartbeatIntervalMs: number;
  readonly maxClients: number;
  /** Unread bytes after which a client is dropped; it connects again and gets the current state. */
  readonly maxBufferedBytes: number;
  readonly now: () => number;
}

type Client = ReadableStreamDefaultController<Uint8Array>;

/** Traces told to a client that has just come, so that it need not ask. */
const currentTraces = 50;
/** Traces told in one update; more wait for the next, so that an update stays a short piece of work. */
const tracesPerUpdate = 250;
/** Each further update of a trace waits a millisecond for so many spans, documents and lines: large traces take long to summarise. */
const spansPerRestingMs = 20;

const encoder = new TextEncoder();

/** Tells every connected client what changes in the store, as server-sent events: `trace` and `statistics`. */
export class LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #clients = new Set<Client>();
  /** In the order in which they changed; bounded by the store, which is asked for each again. */
  readonly #changed = new Set<string>();
  readonly #restingUntilMs = new Map<string, number>();
  readonly #unsubscribe: () => void;
  readonly #heartbeat: ReturnType<typeof setInterval>;
  #update: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    this.#unsubscribe = options.store.subscribe((traceIds) => this.#noteChange(traceIds));
    this.#heartbeat = setInterval(() => this.#send(': alive\n\n'), options.heartbeatIntervalMs);
  }

  get clientCount(): number {
    return this.#clients.size;
  }

  /** A stream that begins with the current state, or undefined when there are as many clients as there may be. */
  connect(): ReadableStream<Uint8Array> | undefined {
    if (this.#isClosed || this.#clients.size >= this.#options.maxClients) return undefined;
    let client: Client | undefined;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          client = controller;
          this.#clients.add(controller);
          controller.enqueue(encoder.encode(`retry: 1000\n\n${this.#toCurrentState()}`));
        },
        cancel: () => {
          if (client !== undefined) this.#clients.delete(client);
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: this.#options.maxBufferedBytes }),
    );
  }

  /** Ends every stream and stops every timer. */
  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    clearInterval(this.#heartbeat);
    clearTimeout(this.#update);
    for (const client of this.#clients) client.close();
    this.#clients.clear();
  }

  #toCurrentState(): string {
    const { store, readSummary } = this.#options;
    const traces = store.latest(currentTraces).toReversed();
    const events = traces.map((trace) => toEvent('trace', readSummary(trace)));
    return [...events, toEvent('statistics', store.statistics())].join('');
  }

  #noteChange(traceIds: Iterable<string>): void {
    if (this.#clients.size === 0) return;
    for (const traceId of traceIds) this.#changed.add(traceId);
    this.#scheduleUpdate();
  }

  #scheduleUpdate(): void {
    this.#update ??= setTimeout(() => {
      this.#update = undefined;
      this.#sendUpdate();
    }, this.#options.updateIntervalMs);
  }

  #sendUpdate(): void {
    const { store, readSummary, now } = this.#options;
    if (this.#clients.size === 0) {
      this.#changed.clear();
      this.#restingUntilMs.clear();
      return;
    }
    const nowMs = now();
    for (const [traceId, untilMs] of this.#restingUntilMs) {
      if (untilMs <= nowMs) this.#restingUntilMs.delete(traceId);
    }
    const events: string[] = [];
    for (const traceId of this.#changed) {
      if (events.length >= tracesPerUpdate) break;
      if (this.#restingUntilMs.has(traceId)) continue;
      this.#changed.delete(traceId);
      const trace = store.get(traceId);
      if (trace === undefined) continue;
      events.push(toEvent('trace', readSummary(trace)));
      const restingMs = (trace.spanCount + trace.documentCount + trace.lineCount) / spansPerRestingMs;
      if (restingMs > this.#options.updateIntervalMs) this.#restingUntilMs.set(traceId, nowMs + restingMs);
    }
    this.#send([...events, toEvent('statistics', store.statistics())].join(''));
    if (this.#changed.size > 0) this.#scheduleUpdate();
  }

  #send(text: string): void {
    if (this.#clients.size === 0) return;
    const chunk = encoder.encode(text);
    for (const client of this.#clients) {
      if ((client.desiredSize ?? 0) > 0) client.enqueue(chunk);
      else this.#drop(client);
    }
  }

  #drop(client: Client): void {
    this.#clients.delete(client);
    client.error(createDropError());
  }
}

function createDropError(): Error {
  const error = new Error('a reader of /api/events was too slow and was disconnected');
  // The HTTP server prints the error; where it was made is no help to anyone.
  error.stack = error.message;
  return error;
}

function toEvent(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
