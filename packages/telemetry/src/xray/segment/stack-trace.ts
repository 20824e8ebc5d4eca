import type { StackFrame } from './segment-document.ts';

/** One error of a printed stack. The errors of a chain come in the order of the text: each is caused by the next. */
export interface ParsedError {
  /** What stands before the frames, `TypeError: message`; of the first one it is known otherwise. */
  readonly header: string;
  readonly frames: readonly StackFrame[];
  /** Frames beyond the first `maxFrames`. */
  readonly leftOut: number;
}

const maxErrors = 8;

/**
 * Reads the stack of a JavaScript error as V8 prints it, and the chain of `[cause]: ...` that Node prints with it.
 * `message` is passed over, however many lines it has and however much they look like frames.
 */
export function parseStackTrace(stack: string, message: string, maxFrames: number): readonly ParsedError[] {
  const framesStart = endOfMessage(stack, message);
  const errors: MutableError[] = [{ header: stack.slice(0, framesStart), frames: [], leftOut: 0 }];
  let current = errors[0];
  let causeIndent = 0;
  for (const line of stack.slice(framesStart).split('\n')) {
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    if (text.startsWith(causeMark)) {
      if (errors.length === maxErrors) break;
      current = { header: withoutBrace(text.slice(causeMark.length)), frames: [], leftOut: 0 };
      errors.push(current);
      causeIndent = indent;
    } else if (text.startsWith('[errors]: [') || indent < causeIndent) {
      // Those of an AggregateError stand side by side: their frames are not this error's. Nor is what closes the print.
      break;
    } else if (current === undefined) {
      break;
    } else if (text.startsWith('at ')) {
      if (current.frames.length < maxFrames) current.frames.push(toFrame(withoutBrace(text.slice(3))));
      else current.leftOut += 1;
    } else if (causeIndent > 0 && current.frames.length === 0 && text !== '') {
      current.header += `\n${withoutBrace(text)}`;
    }
  }
  return errors;
}

/** Where an error has properties or a cause, Node opens a brace behind the last line of its stack. */
function withoutBrace(text: string): string {
  return text.endsWith(' {') ? text.slice(0, -2) : text;
}

interface MutableError {
  header: string;
  readonly frames: StackFrame[];
  leftOut: number;
}

const causeMark = '[cause]: ';
/** A stack begins with the name of the error; a message further behind belongs to something else. */
const maxNameLength = 250;

function endOfMessage(stack: string, message: string): number {
  const start = message === '' ? -1 : stack.indexOf(message);
  const isHeader = start >= 0 && start <= maxNameLength && !stack.slice(0, start).includes('\n    at ');
  return isHeader ? start + message.length : 0;
}

/** Takes what follows `at `. */
function toFrame(text: string): StackFrame {
  const bracket = text.endsWith(')') ? text.indexOf(' (') : -1;
  if (bracket >= 0)
    return { ...toLocation(text.slice(bracket + 2, -1)), label: text.slice(0, bracket).trim() };
  return text.startsWith('async ')
    ? { ...toLocation(text.slice('async '.length)), label: `async ${anonymous}` }
    : { ...toLocation(text), label: anonymous };
}

const anonymous = '<anonymous>';

/** Splits at the last two colons, because a path can have more of them: `file:///`, `node:`, `C:\`. */
function toLocation(text: string): Pick<StackFrame, 'path' | 'line'> {
  const location = text.startsWith('eval at ') ? evalOrigin(text) : text;
  const last = toTrailingNumber(location);
  if (last === undefined) return { path: location.trim(), line: 0 };
  const lineAndColumn = toTrailingNumber(last.before);
  const { before, value } = lineAndColumn ?? last;
  return { path: before.trim(), line: value };
}

/** `eval at f (file:///a.js:1:2), <anonymous>:3:4`: where `eval` was called, for that can be looked up. */
function evalOrigin(text: string): string {
  const start = text.lastIndexOf(' (');
  const end = text.indexOf(')', start);
  return start < 0 || end < 0 ? text : text.slice(start + 2, end);
}

function toTrailingNumber(text: string): { readonly before: string; readonly value: number } | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 1 || colon === text.length - 1 || text.length - colon > 10) return undefined;
  for (let index = colon + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return undefined;
  }
  return { before: text.slice(0, colon), value: Number(text.slice(colon + 1)) };
}
