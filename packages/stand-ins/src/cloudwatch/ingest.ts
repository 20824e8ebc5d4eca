import type { InputEvent } from './check-batch.ts';
import { isRecord } from '../is-record.ts';
import { putLogEvents, type PutContext } from './put-log-events.ts';
import { invalidParameter } from './service-error.ts';

/**
 * Takes lines of JSON over the HTTP ingestion; throws a `ServiceError`. A line that is not JSON is left out, order does not
 * matter. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_HTTP_Endpoints_NDJSON.html
 */
export function ingest(request: Request, text: string, context: PutContext): object {
  const { searchParams } = new URL(request.url);
  const pick = (header: string, parameter: string): string => {
    const inHeader = request.headers.get(header);
    const inQuery = searchParams.get(parameter);
    if (inHeader !== null && inQuery !== null)
      throw invalidParameter(`${parameter} is in the header and in the URL`);
    const value = inHeader ?? inQuery;
    if (value === null || value === '') throw invalidParameter(`${header} is required`);
    return value;
  };
  const contentType = request.headers.get('content-type')?.split(';')[0]?.trim();
  if (contentType !== 'application/json' && contentType !== 'application/x-ndjson') {
    throw invalidParameter('content-type is not application/x-ndjson');
  }
  const events = text
    .split(/\r?\n/)
    .flatMap((line) => toEvents(line, context.nowMs))
    .toSorted((left, right) => left.timestampMs - right.timestampMs);
  const logGroupName = pick('x-aws-log-group', 'logGroup');
  const logStreamName = pick('x-aws-log-stream', 'logStream');
  context.store.stream(logGroupName, logStreamName);
  if (events.length === 0) return {};
  const logEvents = events.map(({ timestampMs, message }) => ({ timestamp: timestampMs, message }));
  putLogEvents({ logGroupName, logStreamName, logEvents }, context);
  return {};
}

function toEvents(line: string, nowMs: number): readonly InputEvent[] {
  if (line.trim() === '') return [];
  try {
    const value: unknown = JSON.parse(line);
    return (Array.isArray(value) ? value : [value]).map((element: unknown) => toEvent(element, nowMs));
  } catch {
    return [];
  }
}

function toEvent(value: unknown, nowMs: number): InputEvent {
  const timestamp = isRecord(value) ? Number(value['timestamp']) : Number.NaN;
  return {
    timestampMs: Number.isSafeInteger(timestamp) && timestamp >= 0 ? timestamp : nowMs,
    message: typeof value === 'string' && value !== '' ? value : JSON.stringify(value),
  };
}
