import { parseTraceId, type Attributes, type AttributeValue } from '@cruddur/trace-model';
import type { Breadcrumb, ErrorOccurrence, ReportedException } from '../api/error-types.ts';
import { measureDocument } from '../store/document-size.ts';
import { isAttributes } from './is-attributes.ts';
import { isTime } from './is-time.ts';
import { toErrorKey } from './error-key.ts';
import { toReportedException } from './parse-error-trace.ts';

/** What an item does not say itself. */
export interface ErrorItemDefaults {
  readonly timeMs: number;
  /** Names an item that has no uuid. */
  readonly toUuid: () => string;
}

/** No reporter writes objects so deep, and JSON that is deeper by far cannot be written again. */
const maxDepth = 100;
const maxBreadcrumbs = 100;

/** Reads the `data` of a Rollbar item. https://docs.rollbar.com/reference/create-item. Total: what is missing is empty. */
export function parseErrorItem(item: unknown, defaults: ErrorItemDefaults): ErrorOccurrence {
  const isReadable = measureDocument(item).depth <= maxDepth;
  const outer = toRecord(isReadable ? item : undefined);
  const data = isAttributes(outer['data']) ? outer['data'] : outer;
  const body = toRecord(data['body']);
  const custom = toRecord(data['custom']);
  const thrown = toThrown(body, isReadable);
  const server = toRecord(data['server']);
  const service = toText(custom['service'] ?? custom['service.name'] ?? server['service']);
  const { timestamp } = data;
  return {
    uuid: toText(data['uuid']) || defaults.toUuid(),
    key: toErrorKey(service, thrown[0], toText(data['fingerprint']) || undefined),
    timeMs: isTime(timestamp) ? timestamp * 1000 : defaults.timeMs,
    level: toText(data['level']) || 'error',
    service,
    environment: toText(data['environment']),
    codeVersion: toText(data['code_version']),
    context: toText(data['context']),
    ...toIds(custom),
    exceptions: thrown,
    breadcrumbs: toArray(body['telemetry']).slice(-maxBreadcrumbs).map(toBreadcrumb),
    person: toRecord(data['person']),
    request: toRecord(data['request']),
    server,
    custom,
  };
}

type Thrown = readonly [ReportedException, ...ReportedException[]];

/** What was thrown, then its causes; a message has no frames. */
function toThrown(body: Attributes, isReadable: boolean): Thrown {
  const chain = isAttributes(body['trace']) ? [body['trace']] : toArray(body['trace_chain']);
  const [first, ...causes] = chain.map((trace) => toReportedException(toRecord(trace)));
  if (first !== undefined) return [first, ...causes];
  const message = toText(toRecord(body['message'])['body']) || toText(toRecord(body['crash_report'])['raw']);
  if (message !== '') return [{ type: 'message', message, frames: [] }];
  const reason = isReadable
    ? 'the item has neither an exception nor a message'
    : 'the item is nested too deep';
  return [{ type: 'unreadable', message: reason, frames: [] }];
}

function toIds(custom: Attributes): { readonly traceId?: string; readonly spanId?: string } {
  const trace = parseTraceId(toText(custom['trace_id'] ?? custom['traceId'] ?? custom['xray_trace_id']));
  const spanId = toText(custom['span_id'] ?? custom['spanId']).toLowerCase();
  return {
    ...(trace.ok ? { traceId: trace.traceId } : {}),
    ...(/^[\da-f]{16}$/.test(spanId) ? { spanId } : {}),
  };
}

function toBreadcrumb(entry: AttributeValue): Breadcrumb {
  const { level, type, timestamp_ms: timeMs, body } = toRecord(entry);
  return {
    timeMs: isTime(timeMs) ? timeMs : 0,
    level: toText(level),
    type: toText(type),
    text: describeBreadcrumb(toRecord(body)),
  };
}

/** A message, or a request as one reads it; anything else as JSON. */
function describeBreadcrumb(body: Attributes): string {
  const { message, method, url, status_code: status } = body;
  if (typeof message === 'string') return message;
  if (typeof url === 'string') return [toText(method), url, toStatus(status)].filter(Boolean).join(' ');
  return JSON.stringify(body);
}

function toStatus(value: AttributeValue | undefined): string {
  return typeof value === 'number' ? String(value) : toText(value);
}

function toText(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function toArray(value: AttributeValue | undefined): readonly AttributeValue[] {
  return Array.isArray(value) ? value : [];
}

function toRecord(value: unknown): Attributes {
  return isAttributes(value) ? value : {};
}
