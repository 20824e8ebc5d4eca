import { parseTraceId, toSafeText, toWaterfallText } from '@cruddur/trace-model';
import type { ApiError, TraceDetail, TraceList } from '../api/types.ts';
import { toLogsLine } from './logs-line.ts';
import { toXRayLine } from './xray-line.ts';

export interface TraceCommandOptions {
  /** Of the running console, without a trailing slash. */
  readonly consoleUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly columns: number;
  readonly color: boolean;
}

export type TraceCommandResult =
  | { readonly exitCode: 0; readonly output: string }
  | { readonly exitCode: 1 | 2; readonly error: string };

const usage = `usage: npm run trace -- last          the newest trace
       npm run trace -- <trace id>    W3C (32 hex digits) or X-Ray (1-...)
       add --json for the trace as JSON
`;

/** Asks the running console for one trace and draws it. Never rejects. */
export async function runTraceCommand(
  args: readonly string[],
  options: TraceCommandOptions,
): Promise<TraceCommandResult> {
  const json = args.includes('--json');
  const [wanted, ...others] = args.filter((argument) => argument !== '--json');
  if (wanted === undefined || others.length > 0 || wanted.startsWith('-'))
    return { exitCode: 2, error: usage };
  if (wanted !== 'last') {
    const parsed = parseTraceId(wanted);
    if (!parsed.ok) return { exitCode: 2, error: `${toSafeText(wanted)}: ${parsed.message}\n\n${usage}` };
  }
  try {
    const traceId = wanted === 'last' ? await findLast(options) : wanted.trim();
    const trace = await ask<TraceDetail>(options, `/api/traces/${traceId}`);
    return {
      exitCode: 0,
      output: json
        ? `${JSON.stringify(trace, undefined, 2)}\n`
        : `${toWaterfallText(trace, options)}\n${toXRayLine(trace)}\n${toLogsLine(trace)}\n${options.consoleUrl}/traces/${trace.traceId}\n`,
    };
  } catch (error) {
    if (error instanceof CommandError) return { exitCode: 1, error: `${error.message}\n` };
    throw error;
  }
}

class CommandError extends Error {}

async function findLast(options: TraceCommandOptions): Promise<string> {
  const { traces } = await ask<TraceList>(options, '/api/traces?limit=1');
  const [last] = traces;
  if (last !== undefined) return last.traceId;
  throw new CommandError(
    'the console has no trace yet; make one: curl -i localhost:4567/api/activities/home',
  );
}

/** `T` is what `api/types.ts` promises for the path; console and command are one package. */
async function ask<T>({ consoleUrl, fetch }: TraceCommandOptions, path: string): Promise<T> {
  const response = await fetch(consoleUrl + path).catch(() => undefined);
  const isJson = response?.headers.get('content-type')?.includes('json') === true;
  if (response === undefined || !isJson) {
    const found = response === undefined ? 'nothing answers' : 'something else answers';
    throw new CommandError(
      `no console at ${consoleUrl} (${found}); start it with: npm run dev\nIf it runs on another port: PORT=<port> npm run trace -- last`,
    );
  }
  const body: unknown = await response.json();
  if (response.ok) return body as T;
  throw new CommandError(toSafeText((body as ApiError).message)); // every refusal of the API is an ApiError
}
