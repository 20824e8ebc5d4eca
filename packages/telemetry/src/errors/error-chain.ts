import { errorType } from '../trace/exception-attributes.ts';
import { readFrameLines } from './stack-frames.ts';

/** What was read of one error, once: a stranger's error may have getters that throw, and causes without end. */
export interface ErrorSnapshot {
  readonly name: string;
  readonly message: string;
  /** The lines of its stack that are frames, innermost first, as they were printed. */
  readonly frameLines: readonly string[];
}

export interface ErrorChain {
  /** The error itself, then what caused it, then what caused that. */
  readonly errors: readonly [ErrorSnapshot, ...ErrorSnapshot[]];
  /** Why there are no more causes, where there were. */
  readonly cut: 'circular' | 'too long' | undefined;
  /** The errors that an AggregateError (or a cause of it) stands for, as `type: message`. */
  readonly joined: readonly string[];
}

const maxErrors = 10;
const maxJoined = 20;
const maxMessageLength = 16_384;

/** Reads an error and its causes. Undefined for anything thrown that is no error. Never throws, always ends. */
export function readErrorChain(thrown: unknown): ErrorChain | undefined {
  if (!isErrorLike(thrown)) return undefined;
  const seen = new Set<object>([thrown]);
  const joined: string[] = [];
  readJoined(thrown, joined);
  const causes: ErrorSnapshot[] = [];
  let current: object = thrown;
  let cut: ErrorChain['cut'];
  for (;;) {
    // `nested` is what the rollbar package knows beside the language's own `cause`.
    const nested = read(current, 'nested');
    const cause = isErrorLike(nested) ? nested : read(current, 'cause');
    if (cause === undefined || cause === null) break;
    if (!isErrorLike(cause)) {
      causes.push({ name: 'Cause', message: toMessage(cause), frameLines: [] });
      break;
    }
    if (seen.has(cause)) cut = 'circular';
    else if (causes.length >= maxErrors - 1) cut = 'too long';
    if (cut !== undefined) break;
    seen.add(cause);
    readJoined(cause, joined);
    causes.push(readError(cause));
    current = cause;
  }
  return { errors: [readError(thrown), ...causes], cut, joined };
}

/** Errors of another realm are no instances of this one's `Error`. */
function isErrorLike(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return (
      value instanceof Error ||
      (typeof read(value, 'stack') === 'string' && typeof read(value, 'message') === 'string')
    );
  } catch {
    return false;
  }
}

function readError(error: object): ErrorSnapshot {
  const message = toMessage(error);
  const stack = read(error, 'stack');
  return {
    name: errorType(error).slice(0, 255),
    message,
    frameLines: typeof stack === 'string' ? readFrameLines(stack, message) : [],
  };
}

function readJoined(error: object, joined: string[]): void {
  try {
    const errors = read(error, 'errors');
    if (!Array.isArray(errors)) return;
    for (let index = 0; index < errors.length && joined.length < maxJoined; index += 1) {
      const one: unknown = errors[index];
      joined.push(`${errorType(one)}: ${toMessage(one).slice(0, 1024)}`);
    }
  } catch {
    // A Proxy may throw at whatever is asked of it.
  }
}

/** Not `String(value)` of any object: an array of any length joins its elements. */
function toMessage(thrown: unknown): string {
  if (typeof thrown === 'string') return shorten(thrown);
  if (typeof thrown === 'object' && thrown !== null) {
    const message = read(thrown, 'message');
    return typeof message === 'string' ? shorten(message) : `[${errorType(thrown)}]`;
  }
  // A million digits take a second to print.
  return typeof thrown === 'bigint' || typeof thrown === 'function'
    ? `[${typeof thrown}]`
    : shorten(String(thrown));
}

/** What is cut here is more than a report holds. */
function shorten(text: string): string {
  return text.length > maxMessageLength ? text.slice(0, maxMessageLength) : text;
}

function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}
