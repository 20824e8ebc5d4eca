/** One call of a stack. */
export interface StackFrame {
  readonly method: string;
  readonly filename: string;
  /** From 1; undefined where the runtime does not say. */
  readonly lineno: number | undefined;
  /** From 0, as Rollbar counts. */
  readonly colno: number | undefined;
}

const maxFrames = 50;
const maxLineLength = 500;
/** No stack of so few frames is longer; what prints more is no stack. */
const maxReadLength = 65_536;
const frameMark = 'at ';
/** A stack begins with the name of the error; a message further behind belongs to something else. */
const maxNameLength = 300;

/**
 * The lines of a printed stack (V8's form, which Bun, Deno and workerd have too) that are frames, innermost first.
 * `message` is passed over, however many lines it has and however much they look like frames.
 */
export function readFrameLines(stack: string, message: string): readonly string[] {
  const start = framesStart(stack, message);
  const lines: string[] = [];
  for (const line of stack.slice(start, start + maxReadLength).split('\n')) {
    const text = line.trim();
    if (!text.startsWith(frameMark)) {
      // Causes and the errors of an AggregateError, printed behind the frames.
      if (lines.length > 0 && text !== '') break;
      continue;
    }
    if (lines.length === maxFrames) break;
    if (text.length <= maxLineLength) lines.push(withFileScheme(text));
  }
  return lines;
}

/** Takes a line as `readFrameLines` gives it. */
export function toFrame(line: string): StackFrame {
  const text = line.slice(frameMark.length);
  const bracket = text.endsWith(')') ? text.indexOf(' (') : -1;
  if (bracket >= 0) return { method: text.slice(0, bracket), ...toLocation(text.slice(bracket + 2, -1)) };
  if (text.startsWith('async ')) return { method: 'async', ...toLocation(text.slice('async '.length)) };
  return { method: '<unknown>', ...toLocation(text) };
}

function framesStart(stack: string, message: string): number {
  const start = message === '' ? -1 : stack.slice(0, maxNameLength + message.length).indexOf(message);
  const isHeader = start >= 0 && start <= maxNameLength && !stack.slice(0, start).includes('\n    at ');
  if (isHeader) return start + message.length;
  const firstLineEnd = stack.indexOf('\n');
  return firstLineEnd < 0 ? stack.length : firstLineEnd;
}

/**
 * The same form on every runtime: some print paths and some URLs. Wherever the rollbar package may see the beginning of a
 * file name, so that it reads no files.
 */
function withFileScheme(line: string): string {
  return line.replace(/(?<=[ (])(?=[/.])/g, 'file://');
}

function toLocation(text: string): Omit<StackFrame, 'method'> {
  const position = /:(\d{1,9}):(\d{1,9})$/.exec(text);
  if (position === null) return { filename: text, lineno: undefined, colno: undefined };
  return {
    filename: text.slice(0, position.index),
    lineno: Number(position[1]),
    colno: Number(position[2]) - 1,
  };
}
