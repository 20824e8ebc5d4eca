import { spawn, type ChildProcess } from 'node:child_process';

export interface RunningProcess {
  readonly pid: number;
  /** Everything that it wrote to stdout and stderr so far. */
  readonly output: () => string;
  /** Settles with the first match in the output; rejects with the output when the process ends or the time is up. */
  readonly outputMatching: (pattern: RegExp, timeoutMs?: number) => Promise<RegExpMatchArray>;
  /** Sends the signal and gives the exit code, or the name of the signal that ended the process. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | string>;
  readonly exit: Promise<number | string>;
}

export interface ProcessOptions {
  readonly command?: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Its own process group, so that a signal can go to it and all its children as from a terminal. */
  readonly ownGroup?: boolean;
}

const defaultTimeoutMs = 30_000;
/** What a process needs of this one's environment; everything else is said by the test. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'npm_config_cache'];

export function startProcess(options: ProcessOptions): RunningProcess {
  const base = Object.fromEntries(
    inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const child: ChildProcess = spawn(options.command ?? process.execPath, options.arguments, {
    cwd: options.folder,
    env: { ...base, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.ownGroup ?? false,
  });
  let output = '';
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      notify();
    });
  }
  let ended = false;
  const exit = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      ended = true;
      resolve(code ?? signal ?? 'unknown');
      notify();
    });
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`could not start ${options.arguments.join(' ')}`);

  return {
    pid,
    exit,
    output: () => output,
    outputMatching: (pattern, timeoutMs = defaultTimeoutMs) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void): void => {
          clearTimeout(timer);
          listeners.delete(check);
          act();
        };
        const check = (): void => {
          const match = output.match(pattern);
          if (match !== null) settle(() => resolve(match));
          else if (ended) settle(() => reject(new Error(`the process ended before ${pattern}:\n${output}`)));
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`no ${pattern} within ${timeoutMs} ms:\n${output}`))),
          timeoutMs,
        );
        listeners.add(check);
        check();
      }),
    stop: async (signal = 'SIGTERM') => {
      if (!ended) process.kill(options.ownGroup === true ? -pid : pid, signal);
      return exit;
    },
  };
}
