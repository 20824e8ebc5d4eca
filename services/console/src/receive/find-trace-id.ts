import { parseTraceId } from '@cruddur/trace-model';

const inText = /\b(1-[\da-f]{8}-[\da-f]{24})\b|\btrace[_-]?id"?\s*[=:]\s*"?([\da-f]{32})\b/i;

/** The first trace id that a text names, in either form, as lower-case W3C. */
export function findTraceId(text: string): string | undefined {
  const [, xray, w3c] = inText.exec(text) ?? [];
  const parsed = parseTraceId(xray ?? w3c ?? '');
  return parsed.ok ? parsed.traceId : undefined;
}
