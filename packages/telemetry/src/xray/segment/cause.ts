import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import type { FinishedSpan, FinishedSpanEvent } from '../../trace/finished-span.ts';
import { cutText } from './cut-text.ts';
import { maxTextLength, type Cause, type SegmentException } from './segment-document.ts';
import { deriveId } from './segment-ids.ts';
import { isAwsApi } from './remote-name.ts';
import { parseStackTrace, type ParsedError } from './stack-trace.ts';
import { toText } from './to-text.ts';

const maxExceptions = 16;
const maxFrames = 50;
const maxMessageLength = 4000;

/** Events that become exceptions; all others go to the metadata. */
export function isExceptionEvent(event: FinishedSpanEvent, attributes: Attributes): boolean {
  return event.name === 'exception' || (event.name === awsFailure && isAwsApi(attributes));
}

const awsFailure = 'HTTP request failure';

/**
 * The exceptions that a span recorded, whatever its status; without any, the message of a failed status. Ids derive from
 * the span's, so that they are its own in the trace, and the same when it is sent again.
 */
export function toCause(
  span: FinishedSpan,
  attributes: Attributes,
  workingDirectory: string | undefined,
): Cause | undefined {
  const { events, status, kind } = span;
  if (events.length === 0 && status.code !== SpanStatusCode.ERROR) return undefined;
  const { spanId } = span.spanContext();
  const remote = kind === SpanKind.CLIENT || kind === SpanKind.PRODUCER ? true : undefined;
  const exceptions: SegmentException[] = [];
  for (const event of events) {
    if (exceptions.length >= maxExceptions) break;
    if (!isExceptionEvent(event, attributes)) continue;
    if (event.name === awsFailure) exceptions.push(toAwsException(event, newId(spanId, exceptions)));
    else addChain(exceptions, event, spanId, remote);
  }
  if (exceptions.length === 0 && status.code === SpanStatusCode.ERROR) {
    const message = toText(status.message) ?? toText(attributes['http.status_text']);
    if (message !== undefined) {
      const type = toText(attributes['error.type']);
      exceptions.push(toException(newId(spanId, exceptions), type, message, remote));
    }
  }
  return exceptions.length === 0 ? undefined : { working_directory: workingDirectory, exceptions };
}

/** Purpose 0 is the segment of a split span. */
function newId(spanId: string, exceptions: readonly SegmentException[]): string {
  return deriveId(spanId, exceptions.length + 1);
}

function addChain(
  exceptions: SegmentException[],
  { attributes = {} }: FinishedSpanEvent,
  spanId: string,
  remote: true | undefined,
): void {
  const type = toText(attributes['exception.type']);
  const message = toText(attributes['exception.message']);
  const stack = toText(attributes['exception.stacktrace']);
  const [outer, ...causes] = stack === undefined ? [] : parseStackTrace(stack, message ?? '', maxFrames);
  const id = newId(spanId, exceptions);
  exceptions.push({ ...toException(id, type, message, remote), ...toStack(outer) });
  for (const cause of causes) {
    const caused = exceptions.length - 1;
    const causeId = newId(spanId, exceptions);
    const before = exceptions[caused];
    if (before !== undefined) exceptions[caused] = { ...before, cause: causeId };
    const { type: causeType, message: causeMessage } = splitHeader(cause.header);
    exceptions.push({ ...toException(causeId, causeType, causeMessage, remote), ...toStack(cause) });
  }
}

function toException(
  id: string,
  type: string | undefined,
  message: string | undefined,
  remote: true | undefined,
): SegmentException {
  return {
    id,
    type: type === undefined ? undefined : cutText(type, maxTextLength),
    message: message === undefined ? undefined : cutText(message, maxMessageLength),
    remote,
    cause: undefined,
    truncated: undefined,
    stack: undefined,
  };
}

function toStack(error: ParsedError | undefined): Partial<SegmentException> {
  if (error === undefined || error.frames.length === 0) return {};
  return { stack: error.frames, truncated: error.leftOut === 0 ? undefined : error.leftOut };
}

/** `TypeError: message`, the message with any number of lines. */
function splitHeader(text: string): { type: string | undefined; message: string | undefined } {
  const colon = text.indexOf(': ');
  const name = colon < 0 ? text : text.slice(0, colon);
  // What was thrown need not be an error: `[cause]: 'text'`.
  if (!/^[\w$.]+(?: \[\w+\])?$/.test(name)) return { type: undefined, message: toText(text) };
  return { type: name, message: colon < 0 ? undefined : toText(text.slice(colon + 2)) };
}

/** What the AWS SDK's instrumentation records of one failed attempt. */
function toAwsException({ attributes = {}, time }: FinishedSpanEvent, id: string): SegmentException {
  const code = attributes['http.response.status_code'] ?? '';
  const text = toText(attributes['aws.http.error_message']) ?? '';
  const micros = String(Math.floor(time[1] / 1000)).padStart(6, '0');
  return toException(id, 'aws.http.error.event', `${String(code)}@${time[0]}.${micros}@${text}`, true);
}
