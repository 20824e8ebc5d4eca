import { context as activeContext, ROOT_CONTEXT } from '@opentelemetry/api';
import { retryDelayMs, type RetrySettings } from '../../delivery/retry.ts';
import { withTracingSuppressed } from '../../trace/context-keys.ts';
import { unreferenced } from '../../delivery/unreferenced.ts';

export interface PollLoopOptions {
  /** Does the work once; rejects when it failed. The signal aborts when the loop is disposed. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** From the end of one run to the next, give or take a twentieth, so that processes started together spread. */
  readonly intervalMs: number;
  readonly firstDelayMs: number;
  /** How long to wait after failures; the number of attempts does not count. */
  readonly retry: RetrySettings;
  readonly random: () => number;
}

/** Runs one thing again and again, never twice at the same time. */
export interface PollLoop extends Disposable {
  readonly start: () => void;
  /** Runs at once instead of at the next turn; after a failure it still waits its time. */
  readonly hurry: () => void;
}

const pollingContext = withTracingSuppressed(ROOT_CONTEXT);

export function createPollLoop(options: PollLoopOptions): PollLoop {
  const { run, intervalMs, firstDelayMs, retry, random } = options;
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state: 'new' | 'waiting' | 'running' | 'hurried' = 'new';
  let failures = 0;

  const schedule = (delayMs: number): void => {
    if (stop.signal.aborted) return;
    clearTimeout(timer);
    state = 'waiting';
    timer = unreferenced(setTimeout(() => void turn(), delayMs));
  };
  const turn = async (): Promise<void> => {
    state = 'running';
    try {
      // Polling must neither be traced nor belong to the request during which it was started.
      await activeContext.with(pollingContext, run, undefined, stop.signal);
      failures = 0;
      schedule(isHurried() ? 0 : intervalMs * (0.95 + random() / 10));
    } catch {
      failures += 1;
      schedule(retryDelayMs(failures, undefined, retry, random));
    }
  };
  const isHurried = (): boolean => state === 'hurried';

  return {
    start: () => {
      if (state === 'new') schedule(firstDelayMs);
    },
    hurry: () => {
      if (state === 'running') state = 'hurried';
      else if (state === 'waiting' && failures === 0) schedule(0);
    },
    [Symbol.dispose]: () => {
      stop.abort();
      clearTimeout(timer);
    },
  };
}
