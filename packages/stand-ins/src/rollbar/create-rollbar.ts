import { createFaultSchedule } from '../http/fault-schedule.ts';
import { isWebPage } from '../http/is-web-page.ts';
import { misbehave } from '../http/misbehave.ts';
import { readBody, type BodyResult } from '../http/read-body.ts';
import { isTransportFault } from '../http/transport-fault.ts';
import { KeptList } from '../kept-list.ts';
import type { RollbarFault } from './faults.ts';
import { parseItem } from './parse-item.ts';
import { RateLimit } from './rate-limit.ts';
import type { ReceivedItem, RollbarCall, RollbarCounts } from './types.ts';

export interface RollbarOptions {
  /** Told of every item that is taken, not of a duplicate. */
  readonly onItem?: (item: ReceivedItem) => void;
  /** The project's token; without, any token will do. */
  readonly accessToken?: string;
  /** Calls a minute; default 5,000. */
  readonly callsPerMinute?: number;
  /** Default 1,000. */
  readonly maxKeptItems?: number;
  /** Of items as sent; default 64 MiB. */
  readonly maxKeptBytes?: number;
  /** Default 1,000. */
  readonly maxKeptCalls?: number;
  /** Epoch milliseconds. */
  readonly nowMs?: () => number;
}

/** A stand-in to be mounted in a server. */
export interface RollbarStandIn {
  /**
   * Answers `POST .../api/1/item/` under any path prefix. A connection that a fault resets is `Response.error()`, for the
   * server to act on; one that hangs ends with the request's signal.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly counts: RollbarCounts;
  /** The latest, oldest first. */
  readonly items: readonly ReceivedItem[];
  readonly calls: readonly RollbarCall[];
  /** In place of those before; `[]` ends them. */
  readonly setFaults: (faults: readonly RollbarFault[]) => void;
}

const maxItemBytes = 512 * 1024;
const maxKnownUuids = 100_000;

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** Stands in for Rollbar's Item API, strict about what an item is, and misbehaves on demand. https://docs.rollbar.com/reference/create-item */
export function createRollbar(options: RollbarOptions = {}): RollbarStandIn {
  const clockMs = options.nowMs ?? Date.now;
  const items = new KeptList<ReceivedItem>({
    maxCount: options.maxKeptItems ?? 1000,
    maxBytes: options.maxKeptBytes ?? 64 * 1024 * 1024,
  });
  const calls = new KeptList<RollbarCall>({ maxCount: options.maxKeptCalls ?? 1000, maxBytes: Infinity });
  /** By uuid: the id that it was given. */
  const knownIds = new Map<string, string>();
  const rateLimit = new RateLimit(options.callsPerMinute ?? 5000);
  let switches: readonly { readonly fault: RollbarFault; readonly strikes: () => boolean }[] = [];
  const counts = { calls: 0, accepted: 0, duplicates: 0, refusedCalls: 0, faultedCalls: 0 };

  const takeItem = (text: string, byteLength: number, atMs: number): Answer & { readonly uuid?: string } => {
    const result = parseItem(text, byteLength, atMs);
    if (!result.ok) return refuse(result.status, result.message);
    const { item } = result;
    const knownId = knownIds.get(item.uuid);
    if (knownId !== undefined) {
      counts.duplicates += 1;
      return { status: 200, body: { err: 0, result: { id: knownId, uuid: item.uuid } }, uuid: item.uuid };
    }
    knownIds.set(item.uuid, item.id);
    const [oldest] = knownIds.keys();
    if (knownIds.size > maxKnownUuids && oldest !== undefined) knownIds.delete(oldest);
    counts.accepted += 1;
    items.push(item, byteLength);
    options.onItem?.(item);
    return { status: 200, body: { err: 0, result: { id: item.id, uuid: item.uuid } }, uuid: item.uuid };
  };

  const answer = (request: Request, body: BodyResult, atMs: number): Answer & { readonly uuid?: string } => {
    const { pathname } = new URL(request.url);
    if (!/\/api\/1\/item\/?$/.test(pathname)) return refuse(404, 'Not Found');
    if (request.method !== 'POST') return refuse(405, 'Method Not Allowed');
    if (isWebPage(request)) return refuse(403, 'not for web pages');
    const token = request.headers.get('x-rollbar-access-token') ?? '';
    if (token === '') return refuse(401, 'access token required');
    if (options.accessToken !== undefined && token !== options.accessToken)
      return refuse(403, 'invalid access token');
    if (!rateLimit.take(atMs)) return refuse(429, 'Rate limit reached');
    if (!body.ok) {
      return body.problem === 'too-large'
        ? refuse(413, `the item is longer than ${maxItemBytes} bytes`)
        : refuse(400, `the body is ${body.problem}`);
    }
    return takeItem(body.text, body.byteLength, atMs);
  };

  const handle = async (request: Request): Promise<Response> => {
    const body = await readBody(request, maxItemBytes);
    const atMs = clockMs();
    counts.calls += 1;
    const fault = switches.filter(({ strikes }) => strikes()).map((entry) => entry.fault)[0];
    let said: (Answer & { readonly uuid?: string }) | undefined;
    const take = (): Response => {
      said = answer(request, body, atMs);
      if (said.status >= 400) counts.refusedCalls += 1;
      return toResponse(said, rateLimit.toHeaders(atMs));
    };
    if (fault !== undefined) counts.faultedCalls += 1;
    let response: Response;
    if (fault === undefined) response = take();
    else if (isTransportFault(fault)) response = await misbehave(fault, request.signal, take);
    else response = answerFault(fault, rateLimit, atMs);
    calls.push({
      atMs,
      status: response.status,
      byteLength: body.ok ? body.byteLength : 0,
      ...(fault === undefined ? {} : { fault: fault.kind }),
      ...(said === undefined ? {} : toOutcome(said)),
    });
    return response;
  };

  return {
    fetch: handle,
    get counts() {
      return { ...counts, forgottenItems: items.droppedCount };
    },
    items: items.items,
    calls: calls.items,
    setFaults: (next) => {
      switches = next.map((fault) => ({ fault, strikes: createFaultSchedule(fault.when) }));
    },
  };
}

function refuse(status: number, message: string): Answer {
  return { status, body: { err: 1, message } };
}

function toOutcome({ body, uuid }: Answer & { readonly uuid?: string }): { uuid?: string; problem?: string } {
  if (uuid !== undefined) return { uuid };
  return 'message' in body && typeof body.message === 'string' ? { problem: body.message } : {};
}

type AnsweredFault = Extract<
  RollbarFault,
  { readonly kind: 'rate-limit' | 'empty-object' | 'too-large' | 'access-denied' | 'error' }
>;

function answerFault(fault: AnsweredFault, rateLimit: RateLimit, atMs: number): Response {
  switch (fault.kind) {
    case 'rate-limit':
      return toResponse(
        refuse(429, 'Rate limit reached'),
        rateLimit.toExhaustedHeaders(atMs, fault.remainingSeconds ?? 30),
      );
    case 'empty-object':
      return toResponse({ status: 500, body: {} }, {});
    case 'too-large':
      return toResponse(
        refuse(413, `the item is longer than ${maxItemBytes} bytes`),
        rateLimit.toHeaders(atMs),
      );
    case 'access-denied':
      return toResponse(refuse(403, 'invalid access token'), {});
    case 'error':
      return toResponse(
        refuse(fault.status, fault.message ?? 'as the fault says'),
        rateLimit.toHeaders(atMs),
      );
  }
}

function toResponse({ status, body }: Answer, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}
