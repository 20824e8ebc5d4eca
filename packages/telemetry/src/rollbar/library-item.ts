import type { ReportLevel } from '../errors/report-level.ts';
import type { StackFrame } from '../errors/stack-frames.ts';
import type { ItemBody, ItemCore, ItemSubject, ItemTrace } from './item-core.ts';

/**
 * Takes over of an item that the `rollbar` package has made what may leave the process. Its `server.argv`,
 * `notifier.configured_options` and `notifier.diagnostic` (with the raw error) stay behind, and whatever else it may come
 * to add. Undefined when the item is not of the form that its version 3.1 makes.
 */
export function readLibraryItem(
  item: unknown,
  subject: ItemSubject,
  level: ReportLevel,
): ItemCore | undefined {
  const {
    environment,
    language,
    framework,
    code_version: codeVersion,
    server,
    notifier,
    body,
  } = fieldsOf(item);
  const { name, version } = fieldsOf(notifier);
  const { host } = fieldsOf(server);
  const ownBody = toBody(body, subject);
  if (ownBody === undefined || !isText(environment) || !isText(language) || !isText(framework))
    return undefined;
  if (!isText(name) || !isText(version)) return undefined;
  return {
    environment,
    level,
    language,
    framework,
    code_version: isText(codeVersion) ? codeVersion : undefined,
    server: { host: isText(host) ? host : undefined },
    notifier: { name, version },
    body: ownBody,
  };
}

function toBody(body: unknown, subject: ItemSubject): ItemBody | undefined {
  const { trace_chain: chain, message } = fieldsOf(body);
  if (subject.kind === 'message') {
    const { body: text } = fieldsOf(message);
    return isText(text) ? { message: { body: text } } : undefined;
  }
  const { errors } = subject.chain;
  if (!Array.isArray(chain)) return undefined;
  const traces = errors.map((error, index) => toTrace(chain[index], error.message));
  const complete = traces.filter((trace) => trace !== undefined);
  return complete.length === errors.length ? { trace_chain: complete } : undefined;
}

function toTrace(trace: unknown, message: string): ItemTrace | undefined {
  const { frames, exception } = fieldsOf(trace);
  const { class: name } = fieldsOf(exception);
  if (!Array.isArray(frames) || !isText(name)) return undefined;
  return {
    frames: frames.map(toFrame).filter((frame) => frame !== undefined),
    exception: { class: name, message: message === '' ? '<no message>' : message },
  };
}

function toFrame(frame: unknown): StackFrame | undefined {
  const { method, filename, lineno, colno } = fieldsOf(frame);
  if (!isText(method) || !isText(filename)) return undefined;
  return { method, filename, lineno: toPosition(lineno), colno: toPosition(colno) };
}

/** It makes NaN of a position that is not there. */
function toPosition(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // safe: any object may be asked for any key
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
