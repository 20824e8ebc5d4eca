import type { TracedFetch } from '@cruddur/telemetry';
import { readBoundedText } from '../http/read-bounded-text.ts';
import { parseRetryAfterMs, toForwardedHeaders } from './response-headers.ts';
import {
  ClientGoneError,
  type UpstreamFailure,
  type UpstreamFailureReason,
  type UpstreamReply,
  type UpstreamRequest,
} from './upstream-exchange.ts';

export interface Attempt {
  readonly fetch: TracedFetch;
  readonly baseUrl: string;
  readonly request: UpstreamRequest;
  /** 0 for the first attempt. */
  readonly resendCount: number;
  /** For the whole exchange, up to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Aborts when the client that is waiting has gone away. */
  readonly clientSignal: AbortSignal | undefined;
}

/**
 * One exchange with the upstream. Everything the upstream can do wrong is a value.
 *
 * @throws ClientGoneError when `clientSignal` aborts first
 */
export async function attemptExchange(attempt: Attempt): Promise<UpstreamReply> {
  const { clientSignal, request, timeoutMs } = attempt;
  if (clientSignal?.aborted === true) throw new ClientGoneError();

  // One controller by hand: AbortSignal.any and AbortSignal.timeout cost several times as much for each request.
  const controller = new AbortController();
  let timeout: DOMException | undefined;
  const timer = setTimeout(() => {
    timeout = new DOMException(`no complete answer within ${timeoutMs} ms`, 'TimeoutError');
    controller.abort(timeout);
  }, timeoutMs);
  const onClientGone = (): void => {
    controller.abort();
  };
  clientSignal?.addEventListener('abort', onClientGone, { once: true });
  try {
    const response = await attempt.fetch(attempt.baseUrl + request.path, {
      method: request.method,
      headers: toRequestHeaders(request),
      redirect: 'manual',
      signal: controller.signal,
      urlTemplate: request.urlTemplate,
      ...(request.body !== undefined && { body: request.body }),
      ...(attempt.resendCount > 0 && { resendCount: attempt.resendCount }),
    });
    return await toReply(response, attempt.maxResponseBytes, controller.signal);
  } catch (error) {
    if (timeout !== undefined) return failure('timeout', timeout.message);
    if (controller.signal.aborted) throw new ClientGoneError();
    return failure('connection', describeConnectionError(error));
  } finally {
    clearTimeout(timer);
    clientSignal?.removeEventListener('abort', onClientGone);
  }
}

/**
 * Built from scratch: nothing of the client's request passes but what is named here,
 * so neither hop-by-hop nor trace headers can. The traced fetch adds its own trace headers.
 */
function toRequestHeaders(request: UpstreamRequest): Record<string, string> {
  return {
    accept: 'application/json',
    // A compressed answer between two services on one network costs more CPU than it saves.
    'accept-encoding': 'identity',
    'x-user-handle': request.userHandle,
    ...(request.body !== undefined && { 'content-type': 'application/json' }),
  };
}

async function toReply(response: Response, maxBytes: number, signal: AbortSignal): Promise<UpstreamReply> {
  const { status } = response;
  if (status < 200 || (status >= 300 && status < 400) || status >= 500) {
    // The body is not wanted; cancelling frees the connection.
    await response.body?.cancel().catch(() => undefined);
    return toStatusFailure(response);
  }
  const body = await readBoundedText(response.body, maxBytes, signal);
  if (body.kind === 'too-large') return failure('invalid-response', `answer exceeds ${maxBytes} bytes`);
  if (body.kind === 'not-utf8') return failure('invalid-response', 'answer is not UTF-8');
  if (status < 300) {
    const defect = findJsonDefect(response.headers.get('content-type'), body.text);
    if (defect !== undefined) return failure('invalid-response', defect);
  }
  return { kind: 'answer', status, body: body.text, headers: toForwardedHeaders(response.headers) };
}

function toStatusFailure(response: Response): UpstreamFailure {
  const { status } = response;
  const detail = `upstream answered ${status}`;
  if (status < 500) return failure('invalid-response', detail);
  if (status !== 502 && status !== 503 && status !== 504) return failure('server-error', detail);
  const retryAfterMs = parseRetryAfterMs(response.headers.get('retry-after'), Date.now());
  return { ...failure('unavailable', detail), ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/**
 * Successes are checked for being JSON at all, not against the contract's schemas: a schema pass over a feed costs
 * as much CPU as the rest of the request, and the contract tests hold the two services together. The text then
 * passes through untouched.
 */
function findJsonDefect(contentType: string | null, text: string): string | undefined {
  if (contentType === null || !/^application\/json\b/i.test(contentType))
    return `a success should be application/json, found ${contentType ?? 'no content type'}`;
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return 'a success should be JSON, found text that does not parse';
  }
}

function failure(reason: UpstreamFailureReason, detail: string): UpstreamFailure {
  return { kind: 'failure', reason, detail };
}

/** Node's fetch says "fetch failed" and keeps the cause (`ECONNREFUSED`) one level down. */
function describeConnectionError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code} ` : '';
  return `${code}${cause.message}`.trim();
}
