import type { CallFailure } from '../cloudwatch/logs-client.ts';
import { describeFailure } from '../delivery/failure.ts';
import { parseRetryAfter } from '../delivery/retry.ts';

/** Gives the command back, with somebody who looks at its answer. */
export type Watched = <C extends { readonly middlewareStack: unknown }>(command: C) => C;

/** What the headers of an answer tell, whether the SDK could make sense of its body or not. */
export interface AnswerWatch {
  readonly watched: Watched;
  readonly statusCode: () => number | undefined;
  readonly serverTimeMs: () => number | undefined;
  readonly retryAfterMs: () => number | undefined;
}

type Handler = (args: never) => Promise<{ readonly response: unknown }>;
type Middleware = (next: Handler) => Handler;

interface Stack {
  readonly add: (
    middleware: Middleware,
    options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
  ) => void;
}

interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Watches the answer to one command. */
export function createAnswerWatch(): AnswerWatch {
  let answer: HttpResponse | undefined;
  const watched: Watched = (command) => {
    // safe: the SDK types the stack by the command's input and output, of which nothing is used here
    const stack = command.middlewareStack as Stack;
    stack.add(watch, {
      step: 'deserialize',
      // Nearest to the transport: before anybody looks at the body.
      priority: 'low',
      name: 'watchAnswer',
    });
    return command;
  };
  const watch: Middleware = (next) => async (args) => {
    const result = await next(args);
    if (isHttpResponse(result.response)) answer = result.response;
    return result;
  };
  return {
    watched,
    statusCode: () => answer?.statusCode,
    serverTimeMs: () => {
      const date = answer?.headers['date'];
      return date === undefined ? undefined : Date.parse(date);
    },
    retryAfterMs: () => parseRetryAfter(answer?.headers['retry-after'] ?? null, Date.now()),
  };
}

/** Of whatever the SDK throws: for an answer in HTML that is a SyntaxError, without a status. */
export function toCallFailure(error: unknown, answer: AnswerWatch): CallFailure {
  return {
    code: error instanceof Error ? error.name : 'UnknownError',
    statusCode: answer.statusCode(),
    message: describeFailure(error).slice(0, maxMessageLength),
    retryAfterMs: answer.retryAfterMs(),
  };
}

const maxMessageLength = 500;

function isHttpResponse(value: unknown): value is HttpResponse {
  return (
    typeof value === 'object' &&
    value !== null &&
    'statusCode' in value &&
    typeof value.statusCode === 'number' &&
    'headers' in value
  );
}
