import { limits, type TransportCode } from '@cruddur/contracts';
import { readBoundedText } from './read-bounded-text.ts';

export type JsonBody =
  /** Text of a JSON object, exactly as it was sent. */
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'error'; readonly code: TransportCode }
  | { readonly kind: 'client-gone' };

/**
 * Reads the JSON object that a request carries. Its size is bounded by counting, so a body without a length is
 * cut off at the limit too, and a body that is dripped in ends with `timeoutMs`.
 */
export async function readJsonBody(request: Request, timeoutMs: number): Promise<JsonBody> {
  if (!isPlainJson(request.headers)) return { kind: 'error', code: 'unsupported_media_type' };
  // A length that is announced as too large is believed; nothing needs to be read.
  if (Number(request.headers.get('content-length') ?? 0) > limits.bodyBytes)
    return { kind: 'error', code: 'body_too_large' };

  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const body = await readBoundedText(request.body, limits.bodyBytes, timeout);
    if (body.kind === 'too-large') return { kind: 'error', code: 'body_too_large' };
    if (body.kind === 'not-utf8') return { kind: 'error', code: 'invalid_json' };
    return toJsonBody(body.text);
  } catch (error) {
    if (timeout.aborted) return { kind: 'error', code: 'request_timeout' };
    if (request.signal.aborted) return { kind: 'client-gone' };
    throw error;
  }
}

function isPlainJson(headers: Headers): boolean {
  const encoding = headers.get('content-encoding') ?? 'identity';
  return (
    encoding.toLowerCase() === 'identity' &&
    /^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')
  );
}

function toJsonBody(text: string): JsonBody {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'error', code: 'invalid_json' };
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { kind: 'json', text } : { kind: 'error', code: 'invalid_body' };
}
