import { parsePastedTraceId } from '../pasted-trace-id.ts';

/** What an address of the page shows. `path` of a moved route is where it should be shown instead. */
export type Route =
  | { readonly page: 'list'; readonly query: string }
  | { readonly page: 'trace'; readonly traceId: string; readonly spanId: string | undefined }
  | { readonly page: 'moved'; readonly path: string }
  | { readonly page: 'unknown'; readonly path: string; readonly badTraceId: string | undefined };

const TRACE_PATH = /^\/traces\/([^/]+)\/?$/;

export function parseRoute(address: string): Route {
  const { pathname, searchParams, hash } = new URL(address);
  if (pathname === '/') return { page: 'list', query: searchParams.get('q') ?? '' };
  const segment = TRACE_PATH.exec(pathname)?.[1];
  if (segment === undefined) return { page: 'unknown', path: pathname, badTraceId: undefined };
  const traceId = parsePastedTraceId(decode(segment));
  if (traceId === undefined) return { page: 'unknown', path: pathname, badTraceId: decode(segment) };
  if (traceId !== segment) return { page: 'moved', path: toTracePath(traceId) + hash };
  const spanId = new URLSearchParams(hash.slice(1)).get('span') ?? undefined;
  return { page: 'trace', traceId, spanId };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function toTracePath(traceId: string, spanId?: string): string {
  return `/traces/${traceId}${spanId === undefined ? '' : `#span=${spanId}`}`;
}

export function toListPath(query: string): string {
  return query === '' ? '/' : `/?${new URLSearchParams({ q: query }).toString()}`;
}
