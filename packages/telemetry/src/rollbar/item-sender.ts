import type { SendOutcome } from '../delivery/delivery.ts';
import type { HttpAnswer, HttpTransport } from '../delivery/http-transport.ts';
import { parseRetryAfter } from '../delivery/retry.ts';
import type { RollbarSettings } from './rollbar-settings.ts';

/** Sends one item. Rejects as the transport does, on a network error and on abort. A second time does no harm: it has a uuid. */
export function createItemSender(
  { endpoint, accessToken }: Pick<RollbarSettings, 'endpoint' | 'accessToken'>,
  post: HttpTransport,
): (payload: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<SendOutcome> {
  return async (payload, signal) => {
    const headers = { 'content-type': 'application/json', 'x-rollbar-access-token': accessToken.reveal() };
    return toOutcome(await post({ url: endpoint, headers, body: payload, signal }));
  };
}

function toOutcome(answer: HttpAnswer): SendOutcome {
  const { status, body } = answer;
  const reason = `HTTP ${status}`;
  // The body of a 500 may be `{}`, and that of a proxy's 502 a page: the status alone says what it is.
  if (status === 408 || status === 429 || status >= 500)
    return { kind: 'retry', reason, retryAfterMs: pauseMs(answer) };
  if (status < 200 || status > 299) return { kind: 'refused', reason };
  // A 2xx from something that is no Rollbar (a proxy, a login page) must not count as delivered; it may come to its senses.
  return isAccepted(body)
    ? { kind: 'delivered' }
    : { kind: 'retry', reason: 'the answer is not one of Rollbar' };
}

/** `X-Rate-Limit-Remaining-Seconds`: until the project may send again. */
function pauseMs({ retryAfter, header }: HttpAnswer): number | undefined {
  const nowMs = Date.now();
  const pauses = [header?.('x-rate-limit-remaining-seconds') ?? null, retryAfter]
    .map((value) => parseRetryAfter(value, nowMs))
    .filter((ms) => ms !== undefined);
  return pauses.length === 0 ? undefined : Math.max(...pauses);
}

/** `{"err": 0, "result": {...}}` */
function isAccepted(body: Uint8Array | undefined): boolean {
  try {
    const answer: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof answer === 'object' && answer !== null && Reflect.get(answer, 'err') === 0;
  } catch {
    return false;
  }
}
