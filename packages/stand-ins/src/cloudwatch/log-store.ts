import { Fifo } from '../fifo.ts';
import { EventShelf, type StoredEvent } from './event-shelf.ts';
import { groupNotFound, ServiceError, streamNotFound } from './service-error.ts';
import type { KeptEvent } from './types.ts';

export interface LogStream {
  readonly name: string;
  readonly createdAtMs: number;
  readonly events: Fifo<StoredEvent>;
  lastIngestedAtMs?: number;
}

export interface LogGroup {
  readonly name: string;
  readonly createdAtMs: number;
  readonly tags: Map<string, string>;
  readonly streams: Map<string, LogStream>;
  /** Never expires without. */
  retentionDays?: number;
}

export interface LogStoreLimits {
  readonly maxKeptEvents: number;
  /** Of messages in UTF-8, with 26 each for the rest. */
  readonly maxKeptBytes: number;
}

const maxGroups = 1000;
const maxStreams = 10_000;

/** Groups, their streams, and the latest events of all of them together. */
export class LogStore {
  readonly groups: Map<string, LogGroup> = new Map();
  readonly #shelf: EventShelf;
  #streamCount = 0;

  constructor(limits: LogStoreLimits) {
    this.#shelf = new EventShelf(limits);
  }

  get forgottenEventCount(): number {
    return this.#shelf.forgottenCount;
  }

  createGroup(name: string, tags: ReadonlyMap<string, string>, nowMs: number): void {
    if (this.groups.has(name)) {
      throw new ServiceError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    if (this.groups.size >= maxGroups)
      throw new ServiceError('LimitExceededException', 'Resource limit exceeded.');
    this.groups.set(name, { name, createdAtMs: nowMs, tags: new Map(tags), streams: new Map() });
  }

  createStream(groupName: string, name: string, nowMs: number): void {
    const { streams } = this.group(groupName);
    if (streams.has(name)) {
      throw new ServiceError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    if (this.#streamCount >= maxStreams) {
      throw new ServiceError('LimitExceededException', 'Resource limit exceeded.');
    }
    this.#streamCount += 1;
    streams.set(name, { name, createdAtMs: nowMs, events: new Fifo() });
  }

  deleteGroup(name: string): void {
    const group = this.group(name);
    for (const streamName of group.streams.keys()) this.deleteStream(name, streamName);
    this.groups.delete(name);
  }

  deleteStream(groupName: string, name: string): void {
    const stream = this.stream(groupName, name);
    this.#shelf.remove(stream.events);
    this.group(groupName).streams.delete(name);
    this.#streamCount -= 1;
  }

  /** Throws a `ServiceError`. */
  group(name: string): LogGroup {
    const group = this.groups.get(name);
    if (group === undefined) throw groupNotFound();
    return group;
  }

  /** Throws a `ServiceError`. */
  stream(groupName: string, name: string): LogStream {
    const stream = this.group(groupName).streams.get(name);
    if (stream === undefined) throw streamNotFound();
    return stream;
  }

  append(stream: LogStream, events: readonly KeptEvent[], nowMs: number): void {
    stream.lastIngestedAtMs = nowMs;
    this.#shelf.put(stream.events, events);
  }
}
