import { parsePastedTraceId } from '../pasted-trace-id.ts';

/** One trace has two views, never merged: the spans that came by OTLP and the documents that came by X-Ray. */
export type TraceViewName = 'spans' | 'xray';

/** What an address of the page shows. `path` of a moved route is where it should be shown instead. */
export type Route =
  | { readonly page: 'list'; readonly query: string }
  | {
      readonly page: 'trace';
      readonly traceId: string;
      readonly view: TraceViewName;
      readonly spanId: string | undefined;
    }
  | { readonly page: 'rejected' }
  | { readonly page: 'moved'; readonly path: string }
  | { readonly page: 'unknown'; readonly path: string; readonly badTraceId: string | undefined };

const TRACE_PATH = /^\/traces\/([^/]+?)(\/xray)?\/?$/;
export const REJECTED_PATH = '/xray-rejected';

export function parseRoute(address: string): Route {
  const { pathname, searchParams, hash } = new URL(address);
  if (pathname === '/') return { page: 'list', query: searchParams.get('q') ?? '' };
  if (pathname === REJECTED_PATH) return { page: 'rejected' };
  const [, segment, xray] = TRACE_PATH.exec(pathname) ?? [];
  if (segment === undefined) return { page: 'unknown', path: pathname, badTraceId: undefined };
  const traceId = parsePastedTraceId(decode(segment));
  if (traceId === undefined) return { page: 'unknown', path: pathname, badTraceId: decode(segment) };
  const view = xray === undefined ? 'spans' : 'xray';
  if (traceId !== segment) return { page: 'moved', path: toTracePath(traceId, undefined, view) + hash };
  const spanId = new URLSearchParams(hash.slice(1)).get('span') ?? undefined;
  return { page: 'trace', traceId, view, spanId };
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
  return `/traces/${traceId}${view === 'xray' ? '/xray' : ''}${spanId === undefined ? '' : `#span=${spanId}`}`;
}

export function toListPath(query: string): string {
  return query === '' ? '/' : `/?${new URLSearchParams({ q: query }).toString()}`;
}
