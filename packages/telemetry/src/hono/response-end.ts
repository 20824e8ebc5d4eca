import { context as activeContext, type Context } from '@opentelemetry/api';
import type { Context as HonoContext } from 'hono';
import { isWorkerd } from '../runtime.ts';
import type { NodeOutgoing } from './request-info.ts';
import type { RequestSpan } from './request-span.ts';

/** On Node the server's own response object knows best when the last byte has left, and what was really sent. */
export function endWithNodeResponse(outgoing: NodeOutgoing, request: RequestSpan): void {
  outgoing.on('close', () => {
    // Set when the server gave up because the body failed, not when the client went away.
    const { errored } = outgoing;
    if (errored) request.bodyFailed(errored);
    request.responseOver(
      outgoing.headersSent ? outgoing.statusCode : undefined,
      !outgoing.writableFinished && !errored,
    );
  });
}

/**
 * On Node: what the app does in a stream given to `c.body` stays in the request's context, though the server pulls
 * outside of it. Hono's own streaming helpers keep it by themselves; a `Response` that the handler builds of a stream
 * is not seen here, as looking at its body would cost every response the server's fast path.
 */
export function keepContextInBody(c: HonoContext, context: Context): void {
  // safe: takes and gives what c.body does, whose overloads differ in the types of the response only
  const makeBody = c.body as (data: unknown, ...rest: unknown[]) => Response;
  const makeBodyInContext = (data: unknown, ...rest: unknown[]): Response =>
    makeBody(data instanceof ReadableStream ? observed(data, context) : data, ...rest);
  c.body = makeBodyInContext as typeof c.body;
}

/** Knows of the response that the context's own methods made last whether its body is a stream. */
export interface ResponseWatch {
  readonly isStream: (response: Response) => boolean;
}

/**
 * Must be called before the handler runs: looks at what is given to `c.body`, `c.json` and the like, so that no
 * response made from a string is ever touched. One that the handler built or fetched itself counts as a stream unless
 * it says its length.
 */
export function watchResponses(c: HonoContext): ResponseWatch {
  let made: Response | undefined;
  let madeOfStream = false;
  const note = (response: Response, body: unknown): Response => {
    made = response;
    madeOfStream = body instanceof ReadableStream;
    return response;
  };
  const { body, newResponse, json, text, html } = c;
  // Not assigned one by one, for the reason that is told in name-trace.ts.
  Object.assign(c, {
    body: (...args: Parameters<typeof body>) => note(body(...args), args[0]),
    newResponse: (...args: Parameters<typeof newResponse>) => note(newResponse(...args), args[0]),
    json: (...args: Parameters<typeof json>) => note(json(...args), undefined),
    text: (...args: Parameters<typeof text>) => note(text(...args), undefined),
    html: (...args: Parameters<typeof html>) => {
      const response: Response | Promise<Response> = html(...args);
      return response instanceof Response
        ? note(response, undefined)
        : response.then((r) => note(r, undefined));
    },
  });
  return {
    isStream: (response) => (response === made ? madeOfStream : !response.headers.has('content-length')),
  };
}

/**
 * Away from Node: ends the request when the response's body has been read to its end, was cancelled or has failed.
 * A body made from a string or bytes is over at once; HEAD, 101, 204 and 304 have none.
 */
export function endWithResponseBody(c: HonoContext, watch: ResponseWatch, request: RequestSpan): void {
  const response = c.res;
  const { status, body } = response;
  const bodyless = body === null || c.req.raw.method === 'HEAD' || isUntouchable(response);
  if (bodyless || !watch.isStream(response)) return request.responseOver(status, false);
  // workerd cancels no body whose reader has gone away. Elsewhere the signal must not be asked: Deno's aborts always.
  if (isWorkerd()) {
    c.req.raw.signal.addEventListener('abort', () => request.responseOver(status, true), { once: true });
  }
  const watched = observed(body, activeContext.active(), {
    onEnd: (aborted) => request.responseOver(status, aborted),
    onError: (error) => {
      request.bodyFailed(error);
      request.responseOver(status, false);
    },
  });
  const wrapped = new Response(watched, response);
  // Assigning over an existing response would merge its headers into the new one, which has them already.
  c.res = undefined;
  c.res = wrapped;
}

/** A protocol switch (101, or workerd's `webSocket`), whose Response is a token that must be handed on as it is. */
export function isUntouchable(response: Response): boolean {
  // On workerd every Response has the property: null where it is none.
  return response.status === 101 || ('webSocket' in response && Boolean(response.webSocket));
}

interface StreamObserver {
  readonly onEnd: (aborted: boolean) => void;
  readonly onError: (error: unknown) => void;
}

/** The same stream, read in `context`: servers pull outside of the request's, and app code must find its span there. */
function observed(
  body: ReadableStream<Uint8Array>,
  context: Context,
  observer?: StreamObserver,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    pull: (controller) =>
      activeContext.with(context, async () => {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          observer?.onEnd(false);
          controller.close();
        } catch (error) {
          observer?.onError(error);
          controller.error(error);
        }
      }),
    cancel: (reason) =>
      activeContext.with(context, async () => {
        observer?.onEnd(true);
        await reader.cancel(reason);
      }),
  });
}
