import type { TransportCode } from '@cruddur/contracts';
import type { Logger } from '@cruddur/telemetry';
import { trace } from '@opentelemetry/api';
import type { Context } from 'hono';
import type { IdentityVariables } from '../middleware/identify-user.ts';
import type { Caller } from '../upstream/activities-client.ts';
import {
  ClientGoneError,
  type UpstreamFailure,
  type UpstreamFailureReason,
  type UpstreamReply,
} from '../upstream/upstream-exchange.ts';
import { isContentfulStatus } from './contentful-status.ts';
import { respondWithError } from './error-response.ts';
import { readJsonBody } from './read-json-body.ts';

export type ApiContext = Context<{ Variables: IdentityVariables }>;

export interface ForwardOptions {
  readonly log: Logger;
  /** For reading the request, and for all attempts to have it answered. */
  readonly requestTimeoutMs: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export interface Forwarder {
  readonly forward: (c: ApiContext, send: (caller: Caller) => Promise<UpstreamReply>) => Promise<Response>;
  /** As `forward`, with the request's JSON body. */
  readonly forwardBody: (
    c: ApiContext,
    send: (caller: Caller, body: string) => Promise<UpstreamReply>,
  ) => Promise<Response>;
}

/** Turns a request into an upstream call, and what came of it into an answer. */
export function createForwarder({ log, requestTimeoutMs, now }: ForwardOptions): Forwarder {
  const sendWithin = async (
    c: ApiContext,
    timeoutMs: number,
    send: (caller: Caller) => Promise<UpstreamReply>,
  ): Promise<Response> => {
    try {
      const reply = await send({
        userHandle: c.get('userHandle'),
        timeoutMs,
        clientSignal: c.req.raw.signal,
      });
      return reply.kind === 'answer' ? toResponse(c, reply) : toFailureResponse(c, reply, log);
    } catch (error) {
      if (error instanceof ClientGoneError) return clientGoneResponse();
      throw error;
    }
  };

  return {
    forward: (c, send) => sendWithin(c, requestTimeoutMs, send),
    forwardBody: async (c, send) => {
      const startedAtMs = now();
      const body = await readJsonBody(c.req.raw, requestTimeoutMs);
      if (body.kind === 'error') return respondWithError(c, body.code);
      if (body.kind === 'client-gone') return clientGoneResponse();
      const remainingMs = Math.max(1, requestTimeoutMs - (now() - startedAtMs));
      return sendWithin(c, remainingMs, (caller) => send(caller, body.text));
    },
  };
}

function toResponse(c: ApiContext, { status, body, headers }: UpstreamReply & { kind: 'answer' }): Response {
  return isContentfulStatus(status) ? c.body(body, status, headers) : respondWithError(c, 'upstream_error');
}

const failureCodes: Readonly<Record<UpstreamFailureReason, TransportCode>> = {
  timeout: 'upstream_timeout',
  connection: 'upstream_unavailable',
  'circuit-open': 'upstream_unavailable',
  'too-many-calls': 'upstream_unavailable',
  unavailable: 'upstream_error',
  'server-error': 'upstream_error',
  'invalid-response': 'upstream_error',
};

function toFailureResponse(
  c: ApiContext,
  { reason, detail, retryAfterMs }: UpstreamFailure,
  log: Logger,
): Response {
  trace.getActiveSpan()?.setAttribute('cruddur.upstream.failure', reason);
  log.warn(`Upstream call failed: ${detail}`, { 'cruddur.upstream.failure': reason });
  const code = failureCodes[reason];
  if (code !== 'upstream_unavailable') return respondWithError(c, code);
  const retryAfterSeconds = Math.max(1, Math.ceil((retryAfterMs ?? 0) / 1000));
  return respondWithError(c, code, { 'retry-after': String(retryAfterSeconds) });
}

/** Nobody reads it; nginx's unofficial status tells it apart from a failure wherever the request is recorded. */
function clientGoneResponse(): Response {
  return new Response(null, { status: 499 });
}
