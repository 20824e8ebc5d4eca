import { parseTraceId } from '@cruddur/trace-model';

const TRACEPARENT = /(?<![\w-])[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?![\w-])/i;
const XRAY_HEADER_ROOT = /(?:^|[;:])\s*root=(1-[0-9a-f]{8}-[0-9a-f]{24})\s*(?:;|$)/i;

/**
 * The trace id in text that someone pastes: W3C (32 hex digits), X-Ray (`1-8 hex-24 hex`), or a whole
 * `traceparent`, `Server-Timing` or `X-Amzn-Trace-Id` header, with or without its name. Gives the W3C form in
 * lower case, or undefined where the text is anything else.
 */
export function parsePastedTraceId(text: string): string | undefined {
  const trimmed = text.trim();
  const id = TRACEPARENT.exec(trimmed)?.[1] ?? XRAY_HEADER_ROOT.exec(trimmed)?.[1] ?? trimmed;
  const parsed = parseTraceId(id);
  return parsed.ok ? parsed.traceId : undefined;
}
