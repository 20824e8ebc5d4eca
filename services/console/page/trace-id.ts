const W3C = /^[0-9a-f]{32}$/;
const XRAY = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const XRAY_HEADER_ROOT = /(?:^|;)\s*root=(1-[0-9a-f]{8}-[0-9a-f]{24})\s*(?:;|$)/;
const ALL_ZERO = '0'.repeat(32);

/**
 * The trace id in text that someone pastes: W3C (32 hex digits), X-Ray (`1-8 hex-24 hex`), or a whole
 * `traceparent` or `X-Amzn-Trace-Id` header value. Gives the W3C form in lower case, or undefined where the
 * text is anything else.
 */
export function parseTraceId(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  const hex = TRACEPARENT.exec(trimmed)?.[1] ?? trimmed;
  if (W3C.test(hex)) return hex === ALL_ZERO ? undefined : hex;
  const xray = XRAY.exec(XRAY_HEADER_ROOT.exec(trimmed)?.[1] ?? trimmed);
  return xray === null ? undefined : `${xray[1]}${xray[2]}`;
}
