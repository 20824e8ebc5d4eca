import type { TransportFault } from './transport-fault.ts';

/**
 * Answers as the fault says. `take` does what would be done without it, and gives the answer for it. A connection that is
 * to be reset is a network error (`Response.error()`), for whoever owns the connection to act on.
 */
export async function misbehave(
  fault: TransportFault,
  signal: AbortSignal,
  take: () => Response,
): Promise<Response> {
  switch (fault.kind) {
    case 'hang':
      if (fault.isTaken === true) take();
      await untilAborted(signal);
      return Response.error();
    case 'reset':
      if (fault.isTaken === true) take();
      return Response.error();
    case 'slow':
      return (await waited(fault.delayMs, signal)) ? take() : Response.error();
    case 'slow-bytes':
      return sendSlowly(take(), fault.bytesPerSecond, signal);
    case 'error-page':
      return errorPage(fault.status ?? 503, fault.retryAfterSeconds);
    case 'garbage':
      if (fault.isTaken === true) take();
      return new Response('{"nextSequenceToken":', { headers: { 'content-type': 'application/json' } });
  }
}

function errorPage(status: number, retryAfterSeconds: number | undefined): Response {
  return new Response(
    `<html><head><title>${status}</title></head><body><h1>The service is unavailable</h1></body></html>`,
    {
      status,
      headers: {
        'content-type': 'text/html',
        ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      },
    },
  );
}

function sendSlowly(response: Response, bytesPerSecond: number, signal: AbortSignal): Response {
  const source = response.body;
  if (source === null) return response;
  const { status, headers } = response;
  return new Response(source.pipeThrough(slowBytes(bytesPerSecond, signal)), { status, headers });
}

function slowBytes(bytesPerSecond: number, signal: AbortSignal): TransformStream<Uint8Array, Uint8Array> {
  // A timer is good for some hundred turns a second.
  const step = Math.max(1, Math.floor(bytesPerSecond / 100));
  const pauseMs = (1000 * step) / bytesPerSecond;
  return new TransformStream({
    async transform(chunk, controller) {
      for (let index = 0; index < chunk.length; index += step) {
        if (!(await waited(pauseMs, signal))) {
          controller.error(signal.reason);
          return;
        }
        controller.enqueue(chunk.subarray(index, index + step));
      }
    },
  });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Whether the time went by; false when the signal came first. */
function waited(timeMs: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve(true);
    }, timeMs);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
