export type TraceIdResult =
  | { readonly ok: true; readonly traceId: string }
  | { readonly ok: false; readonly message: string };

/** The X-Ray form of a W3C trace id: `1-xxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx`. */
export function toXRayTraceId(traceId: string): string {
  return `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
}

/** Reads a trace id as people paste it, W3C (32 hex digits) or X-Ray, in any case; gives it as lower-case W3C. */
export function parseTraceId(text: string): TraceIdResult {
  const match = /^(?:([0-9a-f]{32})|1-([0-9a-f]{8})-([0-9a-f]{24}))$/i.exec(text.trim());
  const traceId = match === null ? '' : `${match[1] ?? ''}${match[2] ?? ''}${match[3] ?? ''}`.toLowerCase();
  if (/[1-9a-f]/.test(traceId)) return { ok: true, traceId };
  return {
    ok: false,
    message:
      traceId === ''
        ? 'a trace id is 32 hex digits (W3C), or 1-<8 hex digits>-<24 hex digits> (X-Ray)'
        : 'a trace id must not be all zeros',
  };
}
