import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** How the TCP side misbehaves until it is told otherwise. */
export type HttpFault =
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Answers as it should, but late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Answers as a proxy in the way does. */
  | { readonly kind: 'error-page'; readonly status?: number }
  /** Says 200 and JSON, and sends something else. */
  | { readonly kind: 'garbage' }
  /** Every page of the rules names a next one. */
  | { readonly kind: 'page-loop' }
  /** Never comes to the end of the answer. */
  | { readonly kind: 'endless' }
  /** Closes the connection in place of an answer. */
  | { readonly kind: 'close' };

export interface XRayDaemonFaults {
  readonly http?: HttpFault;
  /** Datagrams vanish, as they may. */
  readonly udp?: 'drop';
}

/** Misbehaves; false when the answer is still to be given as if nothing had happened. */
export async function misbehave(
  fault: HttpFault | undefined,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<boolean> {
  switch (fault?.kind) {
    case undefined:
    case 'page-loop':
      return false;
    case 'slow':
      await pause(fault.delayMs, undefined, { signal, ref: false }).catch(() => undefined);
      return signal.aborted;
    case 'hang':
      return true;
    case 'error-page':
      response.writeHead(fault.status ?? 500, { 'content-type': 'text/html' });
      response.end('<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>');
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"SamplingRuleRecords":[{');
      return true;
    case 'endless':
      await sendEndlessly(response, signal);
      return true;
    case 'close':
      response.destroy();
      return true;
  }
}

const blank = Buffer.alloc(64 * 1024, ' ');

async function sendEndlessly(response: ServerResponse, signal: AbortSignal): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  // It ends only when the client or the stand-in closes the connection.
  await pipeline(endlessBlanks, response, { signal }).catch(() => undefined);
}

function* endlessBlanks(): Generator<Uint8Array> {
  for (;;) yield blank;
}
