import { parseLogFilter, toLogFilterParams, type LogFilter } from '../logs/log-filter.ts';
import { parsePastedTraceId } from '../pasted-trace-id.ts';

/**
 * One trace has three views, never merged: the spans that came by OTLP, the documents that came by X-Ray, and the log lines and
 * errors that came as to CloudWatch and Rollbar.
 */
export type TraceViewName = 'spans' | 'xray' | 'logs';

/** What an address of the page shows. `path` of a moved route is where it should be shown instead. */
export type Route =
  | { readonly page: 'list'; readonly query: string }
  | {
      readonly page: 'trace';
      readonly traceId: string;
      readonly view: TraceViewName;
      readonly spanId: string | undefined;
      readonly logs: LogsAddress;
    }
  | { readonly page: 'rejected' }
  | { readonly page: 'errors' }
  | { readonly page: 'error'; readonly key: string; readonly uuid: string | undefined }
  | { readonly page: 'lines' }
  | { readonly page: 'drops' }
  | { readonly page: 'moved'; readonly path: string }
  | { readonly page: 'unknown'; readonly path: string; readonly badTraceId: string | undefined };

/** What of the logs of a trace is on screen. */
export interface LogsAddress {
  readonly filter: LogFilter;
  /** The line or the error whose details are shown. */
  readonly entryId: string | undefined;
}

const TRACE_PATH = /^\/traces\/([^/]+?)(?:\/(xray|logs))?\/?$/;
const ERROR_PATH = /^\/errors\/([\da-f]{16})\/?$/;
export const REJECTED_PATH = '/xray-rejected';
export const ERRORS_PATH = '/errors';
export const LINES_PATH = '/logs';
export const DROPS_PATH = '/drops';

const PLAIN_PAGES = {
  [REJECTED_PATH]: 'rejected',
  [ERRORS_PATH]: 'errors',
  [LINES_PATH]: 'lines',
  [DROPS_PATH]: 'drops',
} as const;

export function parseRoute(address: string): Route {
  const { pathname, searchParams, search, hash } = new URL(address);
  if (pathname === '/') return { page: 'list', query: searchParams.get('q') ?? '' };
  if (isPlainPath(pathname)) return { page: PLAIN_PAGES[pathname] };
  const fragment = new URLSearchParams(hash.slice(1));
  const key = ERROR_PATH.exec(pathname)?.[1];
  if (key !== undefined) return { page: 'error', key, uuid: fragment.get('occurrence') ?? undefined };
  const [, segment, name] = TRACE_PATH.exec(pathname) ?? [];
  if (segment === undefined) return { page: 'unknown', path: pathname, badTraceId: undefined };
  const traceId = parsePastedTraceId(decode(segment));
  if (traceId === undefined) return { page: 'unknown', path: pathname, badTraceId: decode(segment) };
  const view = name === 'xray' || name === 'logs' ? name : 'spans';
  if (traceId !== segment)
    return { page: 'moved', path: toTracePath(traceId, undefined, view) + search + hash };
  const spanId = fragment.get('span') ?? undefined;
  const entryId = fragment.get('entry') ?? undefined;
  return { page: 'trace', traceId, view, spanId, logs: { filter: parseLogFilter(searchParams), entryId } };
}

function isPlainPath(pathname: string): pathname is keyof typeof PLAIN_PAGES {
  return Object.hasOwn(PLAIN_PAGES, pathname);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** `spanId` is a span's or a document's id: both have the same one. */
export function toTracePath(traceId: string, spanId?: string, view: TraceViewName = 'spans'): string {
  return `/traces/${traceId}${view === 'spans' ? '' : `/${view}`}${toHash({ span: spanId })}`;
}

export function toLogsPath(
  traceId: string,
  spanId: string | undefined,
  { filter, entryId }: LogsAddress,
): string {
  const search = toLogFilterParams(filter).toString();
  return `/traces/${traceId}/logs${search === '' ? '' : `?${search}`}${toHash({ span: spanId, entry: entryId })}`;
}

export function toErrorPath(key: string, uuid?: string): string {
  return `${ERRORS_PATH}/${key}${toHash({ occurrence: uuid })}`;
}

function toHash(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return given.length === 0 ? '' : `#${new URLSearchParams(given).toString()}`;
}

export function toListPath(query: string): string {
  return query === '' ? '/' : `/?${new URLSearchParams({ q: query }).toString()}`;
}
