import { readAnswer } from '../delivery/http-transport.ts';
import { describeFailure } from '../delivery/failure.ts';
import { parseRetryAfter } from '../delivery/retry.ts';
import { signPost, type AwsCredentials } from './edge-signature.ts';
import type { CallResult, LogsClient, PutAnswer, RejectedLogEvents } from './logs-client.ts';

export interface EdgeClientSettings {
  readonly region: string;
  /** @default the service's own in the region */
  readonly endpoint: string | undefined;
  /** Asked with each call: whoever has temporary ones gives those that are valid now. */
  readonly credentials: () => AwsCredentials | Promise<AwsCredentials>;
  /** @default the runtime's own */
  readonly fetch?: typeof globalThis.fetch;
  /** @default Date.now */
  readonly nowMs?: () => number;
}

/** CloudWatch Logs (JSON 1.1) by `fetch` and a signature of our own: for runtimes without Node. */
export function createEdgeClient(settings: EdgeClientSettings): LogsClient {
  const { region, nowMs = Date.now } = settings;
  const send = settings.fetch ?? globalThis.fetch;
  const url = new URL(settings.endpoint ?? `https://logs.${region}.amazonaws.com/`);
  /** The service's clock minus ours: what is signed with a wrong time is refused. */
  let skewMs = 0;

  const call = async <T>(
    action: string,
    input: object,
    toValue: (output: unknown) => T,
    signal: AbortSignal,
  ): Promise<CallResult<T>> => {
    let answer: Response;
    let text: string;
    try {
      const body = new TextEncoder().encode(JSON.stringify(input));
      const headers = await signPost(
        {
          url,
          headers: {
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': `Logs_20140328.${action}`,
          },
          body,
        },
        await settings.credentials(),
        { service: 'logs', region, timeMs: nowMs() + skewMs },
      );
      answer = await send(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      const bytes = answer.body === null ? undefined : await readAnswer(answer.body);
      text = new TextDecoder().decode(bytes);
    } catch (error) {
      const code = error instanceof Error ? error.name : 'UnknownError';
      return { ok: false, failure: { code, statusCode: undefined, message: describeFailure(error) } };
    }
    const date = answer.headers.get('date');
    const serverTimeMs = date === null ? undefined : Date.parse(date);
    if (serverTimeMs !== undefined && Math.abs(serverTimeMs - nowMs() - skewMs) > toleratedSkewMs)
      skewMs = serverTimeMs - nowMs();
    const output = parseJson(text);
    if (answer.ok) return { ok: true, value: toValue(output), serverTimeMs };
    return {
      ok: false,
      serverTimeMs,
      failure: {
        // `com.amazonaws.logs#ThrottlingException:http://...` in full.
        code: /([A-Za-z]+)(?::.*)?$/.exec(textField(output, '__type') ?? '')?.[1] ?? 'UnknownError',
        statusCode: answer.status,
        message: textField(output, 'message') ?? textField(output, 'Message') ?? `HTTP ${answer.status}`,
        retryAfterMs: parseRetryAfter(answer.headers.get('retry-after'), nowMs()),
      },
    };
  };

  return {
    putLogEvents: ({ group, stream, events, entity }, signal) =>
      call(
        'PutLogEvents',
        {
          logGroupName: group,
          logStreamName: stream,
          logEvents: events.map(({ timestampMs, message }) => ({ timestamp: timestampMs, message })),
          entity,
        },
        toPutAnswer,
        signal,
      ),
    createLogGroup: ({ group, tags }, signal) =>
      call('CreateLogGroup', { logGroupName: group, tags }, nothing, signal),
    createLogStream: ({ group, stream }, signal) =>
      call('CreateLogStream', { logGroupName: group, logStreamName: stream }, nothing, signal),
    putRetentionPolicy: ({ group, days }, signal) =>
      call('PutRetentionPolicy', { logGroupName: group, retentionInDays: days }, nothing, signal),
    // They are asked for with each call.
    refreshCredentials: () => Promise.resolve(),
    close: () => undefined,
  };
}

const toleratedSkewMs = 60_000;

function toPutAnswer(output: unknown): PutAnswer {
  const rejected = field(output, 'rejectedLogEventsInfo');
  return {
    rejected: rejected === undefined ? undefined : toRejected(rejected),
    rejectedEntity: textField(field(output, 'rejectedEntityInfo'), 'errorType'),
  };
}

function toRejected(value: unknown): RejectedLogEvents {
  const index = (name: keyof RejectedLogEvents): number | undefined => {
    const found = field(value, name);
    return typeof found === 'number' ? found : undefined;
  };
  return {
    tooNewLogEventStartIndex: index('tooNewLogEventStartIndex'),
    tooOldLogEventEndIndex: index('tooOldLogEventEndIndex'),
    expiredLogEventEndIndex: index('expiredLogEventEndIndex'),
  };
}

function nothing(): undefined {
  return undefined;
}

function textField(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' ? found : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Undefined for what is no JSON: an answer of a proxy. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
