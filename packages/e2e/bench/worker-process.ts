import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { WorkerProtocol } from './worker-protocol.ts';

/** One of the benchmark's processes (a service, the sink, the load), asked one question at a time over IPC. */
export interface WorkerProcess<Protocol extends WorkerProtocol> {
  /** What the process said when it was ready, such as its port. */
  readonly ready: Protocol['ready'];
  readonly ask: (command: Protocol['command']) => Promise<Protocol['answer']>;
  /** Ends it with SIGTERM; rejects when it does not exit with code 0 in time. */
  readonly stop: () => Promise<void>;
}

const stopTimeoutMs = 10_000;
/** Longer than any turn or warm-up: a process that hangs must not hang the run. */
const answerTimeoutMs = 60_000;
const running = new Set<ChildProcess>();

/**
 * Starts `file` with `argument` (as JSON) and waits until it is ready.
 * `launcher` holds the words that go before the command, such as `taskset --cpu-list 0`.
 */
export async function startWorkerProcess<Protocol extends WorkerProtocol>(
  file: URL,
  argument: object,
  launcher: readonly string[],
): Promise<WorkerProcess<Protocol>> {
  const json = JSON.stringify(argument);
  const name = `${file.pathname.split('/').slice(-2).join('/')} ${json}`;
  const [command, ...args] = [...launcher, process.execPath, file.pathname, json] as const;
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));

  const nextMessage = <Message extends object>(): Promise<Message> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${name} did not answer within ${answerTimeoutMs / 1000} s`));
      }, answerTimeoutMs);
      const onMessage = (message: Message): void => {
        clearTimeout(timer);
        child.off('exit', onExit).off('error', onError);
        resolve(message);
      };
      const onExit = (code: number | null, signal: string | null): void => {
        clearTimeout(timer);
        child.off('message', onMessage).off('error', onError);
        reject(new Error(`${name} ended unexpectedly (${describeExit(code, signal)})`));
      };
      const onError = (cause: Error): void => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
        reject(new Error(`${name} could not be started`, { cause }));
      };
      child.once('message', onMessage).once('exit', onExit).once('error', onError);
    });

  return {
    ready: await nextMessage<Protocol['ready']>(),
    ask: (command) => {
      const answer = nextMessage<Protocol['answer']>();
      child.send(command);
      return answer;
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      await exited;
      clearTimeout(timer);
      if (child.exitCode !== 0)
        throw new Error(`${name} did not stop cleanly (${describeExit(child.exitCode, child.signalCode)})`);
    },
  };
}

/** Ends every process that is still running, by its id; for a failed or interrupted run. */
export async function endWorkerProcesses(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }),
  );
}

function describeExit(code: number | null, signal: string | null): string {
  return signal ?? `exit code ${code}`;
}
