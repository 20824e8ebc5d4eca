import type { TraceState } from '@opentelemetry/api';
import { trimOptionalWhitespace } from './optional-whitespace.ts';

// W3C Trace Context Level 2, 3.3.1.3: list-members, keys and values.
const keyPattern = /^[a-z0-9][a-z0-9_\-*/@]{0,255}$/;
const valuePattern = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const maxMembers = 32;
/** What every platform must be able to carry (3.3.1.5); we carry no more, so that a caller cannot grow our requests. */
const maxLength = 512;
const maxMemberLengthWhenFull = 128;

type Member = readonly [key: string, value: string];

/**
 * Reads a `tracestate` header; lists split over several headers arrive joined by commas.
 * Strict and whole: one bad member, a duplicate key or more than 32 members, empty ones included, discard the list
 * (3.3.1.4).
 */
export function parseTracestate(header: string): TraceState | undefined {
  const members: Member[] = [];
  const keys = new Set<string>();
  const parts = header.split(',', maxMembers + 1);
  if (parts.length > maxMembers) return undefined;
  for (const part of parts) {
    const member = trimOptionalWhitespace(part);
    if (member === '') continue;
    const separator = member.indexOf('=');
    const key = member.slice(0, separator);
    const value = member.slice(separator + 1);
    if (separator < 1 || !keyPattern.test(key) || !valuePattern.test(value) || keys.has(key))
      return undefined;
    keys.add(key);
    members.push([key, value]);
  }
  return members.length === 0 ? undefined : new ListedTraceState(fitted(members));
}

class ListedTraceState implements TraceState {
  readonly #members: readonly Member[];

  constructor(members: readonly Member[]) {
    this.#members = members;
  }

  get(key: string): string | undefined {
    return this.#members.find(([name]) => name === key)?.[1];
  }

  /** Adds or changes a member and moves it to the front (3.5); an invalid key or value changes nothing. */
  set(key: string, value: string): TraceState {
    if (!keyPattern.test(key) || !valuePattern.test(value)) return this;
    const others = this.#members.filter(([name]) => name !== key);
    return new ListedTraceState(fitted([[key, value], ...others].slice(0, maxMembers) as Member[]));
  }

  unset(key: string): TraceState {
    return new ListedTraceState(this.#members.filter(([name]) => name !== key));
  }

  serialize(): string {
    return this.#members.map(([key, value]) => `${key}=${value}`).join(',');
  }
}

/** 3.3.1.5: over the limit, members longer than 128 go first, then members from the right. */
function fitted(members: readonly Member[]): readonly Member[] {
  let length = members.reduce((sum, member) => sum + lengthOf(member) + 1, -1);
  const kept = [...members];
  const isLong = (member: Member): boolean => lengthOf(member) > maxMemberLengthWhenFull;
  for (const mayGo of [isLong, (): boolean => true]) {
    for (let index = kept.length - 1; index >= 0 && length > maxLength; index -= 1) {
      const member = kept[index];
      if (member === undefined || !mayGo(member)) continue;
      kept.splice(index, 1);
      length -= lengthOf(member) + 1;
    }
  }
  return kept;
}

function lengthOf([key, value]: Member): number {
  return key.length + value.length + 1;
}
