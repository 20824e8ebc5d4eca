import { isWebPage } from '../http/is-web-page.ts';
import { misbehave } from '../http/misbehave.ts';
import { readBody } from '../http/read-body.ts';
import { KeptList } from '../kept-list.ts';
import { ActiveFaults } from './active-faults.ts';
import { toCaller, type Caller } from './credentials.ts';
import type { CloudWatchFault } from './faults.ts';
import { ingest } from './ingest.ts';
import { isRecord } from '../is-record.ts';
import { LogStore } from './log-store.ts';
import { runOperation } from './operations.ts';
import type { PutContext } from './put-log-events.ts';
import { ServiceError } from './service-error.ts';
import type { CloudWatchCall, CloudWatchCounts, KeptEvent, TakenBatch } from './types.ts';

export interface CloudWatchLogsOptions {
  /** Told of every batch, when it is taken and before it is answered. */
  readonly onEvents?: (batch: TakenBatch) => void;
  /** Of one event, its message in UTF-8 and 26; default 1,048,576. It was 262,144 until 2025, and is in places. */
  readonly maxEventBytes?: number;
  /** Of all groups together; default 200,000. The events that came first go first. */
  readonly maxKeptEvents?: number;
  /** Of all groups together; default 64 MiB. */
  readonly maxKeptBytes?: number;
  /** Default 1,000. */
  readonly maxKeptCalls?: number;
  /** Epoch milliseconds. */
  readonly nowMs?: () => number;
}

/** A stand-in to be mounted in a server. */
export interface CloudWatchLogsStandIn {
  /**
   * Answers a call under any path prefix; what is meant is in the headers, or in the end of the path. A connection that a
   * fault resets is `Response.error()`, for the server to act on; one that hangs ends with the request's signal.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly counts: CloudWatchCounts;
  /** The latest, oldest first. */
  readonly calls: readonly CloudWatchCall[];
  /** Names of the groups that exist, with the names of their streams. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** What is kept of a stream, in the order of arrival; nothing where there is no such stream. */
  readonly readStream: (group: string, stream: string) => readonly KeptEvent[];
  /** In place of those before; `[]` ends them. */
  readonly setFaults: (faults: readonly CloudWatchFault[]) => void;
}

const defaultMaxEventBytes = 1_048_576;
/** A batch of control characters takes six bytes of JSON each. */
const maxBodyBytes = 8 * 1024 * 1024;
const target = /^Logs_20140328\.(\w+)$/;

/** Stands in for CloudWatch Logs, as strict as it is about every limit, and misbehaves on demand. */
export function createCloudWatchLogs(options: CloudWatchLogsOptions = {}): CloudWatchLogsStandIn {
  const { maxKeptEvents = 200_000, maxKeptBytes = 64 * 1024 * 1024, maxKeptCalls = 1000 } = options;
  const clockMs = options.nowMs ?? Date.now;
  const store = new LogStore({ maxKeptEvents, maxKeptBytes });
  const calls = new KeptList<CloudWatchCall>({ maxCount: maxKeptCalls, maxBytes: Infinity });
  let faults = new ActiveFaults([]);
  const counts = {
    calls: 0,
    refusedCalls: 0,
    faultedCalls: 0,
    batches: 0,
    accepted: 0,
    rejected: 0,
    rejectedEntities: 0,
  };

  const onTaken = (batch: TakenBatch, rejectedCount: number, isEntityRejected: boolean): void => {
    counts.accepted += batch.events.length;
    counts.rejected += rejectedCount;
    if (isEntityRejected) counts.rejectedEntities += 1;
    if (batch.events.length === 0) return;
    counts.batches += 1;
    options.onEvents?.(batch);
  };

  const handle = async (request: Request): Promise<Response> => {
    const body = await readBody(request, maxBodyBytes);
    const atMs = clockMs() + faults.skewMs;
    const isIngest = /\/ingest\/bulk\/?$/.test(new URL(request.url).pathname);
    const named = target.exec(request.headers.get('x-amz-target') ?? '')?.[1];
    const operation = isIngest ? 'ingest' : (named ?? '');
    const caller = toCaller(request.headers);
    counts.calls += 1;
    const strike = faults.strike(operation, caller, atMs);
    if (strike.forgets !== undefined) forget(store, strike.forgets);
    let errorType: string | undefined;
    const refuse = (error: ServiceError, retryAfterSeconds?: number): Response => {
      ({ errorType } = error);
      return toErrorResponse(error, retryAfterSeconds);
    };
    const context: PutContext = {
      store,
      nowMs: atMs,
      maxEventBytes: options.maxEventBytes ?? defaultMaxEventBytes,
      rejection: strike.rejection,
      poison: strike.poison,
      onTaken,
    };
    const take = (): Response => {
      try {
        if (isWebPage(request)) throw new ServiceError('AccessDeniedException', 'not for web pages', 403);
        if (!body.ok) throw toBodyError(body.problem);
        checkCaller(caller, isIngest);
        const output = isIngest
          ? ingest(request, body.text, context)
          : runOperation(operation, parseInput(request, body.text), context);
        return toResponse(200, output);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        counts.refusedCalls += 1;
        return refuse(error);
      }
    };
    const { answer } = strike;
    if (answer !== undefined) counts.faultedCalls += 1;
    let response: Response;
    if (answer === undefined) response = take();
    else if (answer.kind === 'error') response = refuse(answer.error, answer.retryAfterSeconds);
    else response = await misbehave(answer.fault, request.signal, take);
    if (response.type !== 'error') response.headers.set('date', new Date(atMs).toUTCString());
    calls.push({
      operation,
      atMs,
      status: response.status,
      byteLength: body.ok ? body.byteLength : 0,
      ...(errorType === undefined ? {} : { errorType }),
      ...(answer === undefined ? {} : { fault: answer.fault.kind }),
      ...(caller.kind === 'sigv4' ? { accessKeyId: caller.accessKeyId } : {}),
    });
    return response;
  };

  return {
    fetch: handle,
    get counts() {
      return { ...counts, forgottenEvents: store.forgottenEventCount };
    },
    calls: calls.items,
    get groups() {
      return new Map([...store.groups.values()].map(({ name, streams }) => [name, [...streams.keys()]]));
    },
    readStream: (group, stream) => store.groups.get(group)?.streams.get(stream)?.events.toArray() ?? [],
    setFaults: (next) => {
      faults = new ActiveFaults(next);
    },
  };
}

function forget(store: LogStore, what: 'groups' | 'streams'): void {
  for (const { name, streams } of store.groups.values()) {
    if (what === 'groups') store.deleteGroup(name);
    else for (const stream of streams.keys()) store.deleteStream(name, stream);
  }
}

function checkCaller(caller: Caller, isIngest: boolean): void {
  if (caller.kind === 'sigv4' || (caller.kind === 'bearer' && isIngest)) return;
  throw new ServiceError(
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
    isIngest ? 401 : 400,
  );
}

function parseInput(request: Request, text: string): Readonly<Record<string, unknown>> {
  if (request.method !== 'POST' || request.headers.get('content-type') !== 'application/x-amz-json-1.1') {
    throw new ServiceError(
      'UnknownOperationException',
      'only POST of application/x-amz-json-1.1 is spoken here',
      404,
    );
  }
  try {
    const input: unknown = JSON.parse(text);
    if (isRecord(input)) return input;
  } catch {
    // Said below, for what is JSON but no object too.
  }
  throw new ServiceError('SerializationException', 'the body is not a JSON object');
}

function toBodyError(problem: 'too-large' | 'not-utf-8' | 'not-gzip'): ServiceError {
  return problem === 'too-large'
    ? new ServiceError('RequestEntityTooLargeException', 'the body is too long', 413)
    : new ServiceError('SerializationException', `the body is ${problem}`);
}

function toErrorResponse(error: ServiceError, retryAfterSeconds: number | undefined): Response {
  const response = toResponse(error.status, { __type: error.errorType, message: error.message });
  if (retryAfterSeconds !== undefined) response.headers.set('retry-after', String(retryAfterSeconds));
  return response;
}

function toResponse(status: number, body: object): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': crypto.randomUUID() },
  });
}
