import type { SendOutcome } from '../delivery/delivery.ts';
import type { HttpAnswer, HttpTransport } from '../delivery/http-transport.ts';
import { parseRetryAfter } from '../delivery/retry.ts';
import type { OtlpSettings } from './otlp-settings.ts';
import { parseTraceResponse } from './trace-response.ts';

/** OTLP/HTTP 1.x, "Retryable Response Codes". */
const retryableStatus: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Sends one encoded trace request. Rejects as the transport does, on a network error and on abort. */
export function createTraceRequestSender(
  { endpoint, headers: secretHeaders, compression }: OtlpSettings,
  post: HttpTransport,
): (payload: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<SendOutcome> {
  return async (payload, signal) => {
    const headers: Record<string, string> = {};
    for (const [name, value] of secretHeaders) headers[name] = value.reveal();
    headers['content-type'] = 'application/x-protobuf';
    if (compression === 'gzip') headers['content-encoding'] = 'gzip';
    const body = compression === 'gzip' ? await gzip(payload) : payload;
    return toOutcome(await post({ url: endpoint, headers, body, signal }));
  };
}

function toOutcome({ status, contentType, retryAfter, body }: HttpAnswer): SendOutcome {
  if (retryableStatus.has(status)) {
    return {
      kind: 'retry',
      reason: `HTTP ${status}`,
      retryAfterMs: parseRetryAfter(retryAfter, Date.now()),
    };
  }
  if (status < 200 || status > 299) return { kind: 'refused', reason: `HTTP ${status}` };
  // A 2xx from something that is no collector (a login page, a proxy) must not count as delivered.
  const partial = body === undefined ? undefined : parseTraceResponse(contentType, body);
  if (partial === undefined) return { kind: 'refused', reason: 'the answer is not an OTLP response' };
  return partial.rejectedSpans === 0
    ? { kind: 'delivered' }
    : { kind: 'delivered', rejectedItems: partial.rejectedSpans, reason: partial.errorMessage };
}

async function gzip(payload: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const compressed = new Blob([payload]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}
