import type { SendOutcome } from '../delivery/delivery.ts';
import { parseRetryAfter } from '../delivery/retry.ts';
import type { OtlpSettings } from './otlp-settings.ts';
import { parseTraceResponse } from './trace-response.ts';

/** OTLP/HTTP 1.x, "Retryable Response Codes". */
const retryableStatus: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const maxResponseBytes = 64 * 1024;

/** Sends one encoded trace request by `fetch`. Never rejects but for an abort. */
export function createTraceRequestSender(
  settings: OtlpSettings,
): (payload: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<SendOutcome> {
  return async (payload, signal) => {
    const headers: Record<string, string> = {};
    for (const [name, value] of settings.headers) headers[name] = value.reveal();
    headers['content-type'] = 'application/x-protobuf';
    if (settings.compression === 'gzip') headers['content-encoding'] = 'gzip';
    const body = settings.compression === 'gzip' ? await gzip(payload) : payload;
    const response = await fetch(settings.endpoint, {
      method: 'POST',
      headers,
      body,
      signal,
      redirect: 'error',
    });
    const answer = await readBounded(response);
    if (response.ok) return toOutcome(response.headers.get('content-type'), answer);
    const reason = `HTTP ${response.status}`;
    return retryableStatus.has(response.status)
      ? {
          kind: 'retry',
          reason,
          retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), Date.now()),
        }
      : { kind: 'refused', reason };
  };
}

/** A 2xx from something that is no collector (a login page, a proxy) must not count as delivered. */
function toOutcome(contentType: string | null, answer: Uint8Array | undefined): SendOutcome {
  const partial = answer === undefined ? undefined : parseTraceResponse(contentType, answer);
  if (partial === undefined) return { kind: 'refused', reason: 'the answer is not an OTLP response' };
  return partial.rejectedSpans === 0
    ? { kind: 'delivered' }
    : { kind: 'delivered', rejectedItems: partial.rejectedSpans, reason: partial.errorMessage };
}

async function gzip(payload: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const compressed = new Blob([payload]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}

/** The body, or undefined when it is longer than any OTLP answer. */
async function readBounded(response: Response): Promise<Uint8Array | undefined> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxResponseBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  const body = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    body.set(chunk, position);
    position += chunk.length;
  }
  return body;
}
