import type { Attributes, AttributeValue } from '@cruddur/trace-model';
import type { ReportedException, StackFrame } from '../api/error-types.ts';
import { isAttributes } from './is-attributes.ts';

const maxFrames = 200;

/** A file of the runtime, of an installed package, or none at all: seldom where the mistake is. */
const foreignFile = /^node:|node_modules|^internal\/|^native|<anonymous>|^ext:|^$/;

/** One `trace` of an item's body. Its frames come outermost call first; they leave with the throwing frame first. */
export function toReportedException(trace: Attributes): ReportedException {
  const exception = isAttributes(trace['exception']) ? trace['exception'] : {};
  const frames = Array.isArray(trace['frames']) ? trace['frames'] : [];
  return {
    type: toText(exception['class']) || 'Error',
    message: toText(exception['message']) || toText(exception['description']),
    frames: frames.slice(-maxFrames).toReversed().map(toStackFrame),
  };
}

function toStackFrame(value: AttributeValue): StackFrame {
  const frame = isAttributes(value) ? value : {};
  const { lineno: line, colno: column, code } = frame;
  const file = toText(frame['filename']).replace(/^file:\/\//, '');
  return {
    file,
    ...(typeof line === 'number' ? { line } : {}),
    ...(typeof column === 'number' ? { column } : {}),
    method: toMethod(frame['method']),
    isOwn: !foreignFile.test(file),
    ...(typeof code === 'string' && code !== '' ? { code } : {}),
  };
}

/** What Rollbar's own client writes of a function without a name says nothing. */
function toMethod(value: AttributeValue | undefined): string {
  const method = toText(value);
  return method === '<unknown>' || method === '<anonymous>' ? '' : method;
}

function toText(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
