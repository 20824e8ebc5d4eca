import { eventually } from '../stack/eventually.ts';
import { isRunning, processTree } from '../stack/process-tree.ts';
import { startProcess, type RunningProcess } from '../stack/start-process.ts';

/** A person's terminals in one folder. */
export interface Shell {
  /** Runs a command to its end, and gives what it printed. Rejects with that when it fails. */
  readonly run: (command: string) => Promise<string>;
  /** Runs a command, again and again if need be, until it prints this. */
  readonly runUntil: (command: string, prints: RegExp) => Promise<void>;
  /** Starts a command that goes on, and waits until it prints this. */
  readonly start: (command: string, prints: RegExp) => Promise<void>;
  /** Ctrl-C in every terminal where something runs; gives the exit codes when every process is gone. */
  readonly interrupt: () => Promise<readonly (number | string)[]>;
  /** Ends whatever still runs. */
  readonly kill: () => void;
}

const startTimeoutMs = 180_000;
const printTimeoutMs = 60_000;
const endTimeoutMs = 20_000;

const environment = {
  DO_NOT_TRACK: '1',
  NO_COLOR: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  // What is in npm's cache is good enough: the lockfile has the hash of everything.
  npm_config_prefer_offline: 'true',
};

export function createShell(folder: string): Shell {
  const started: RunningProcess[] = [];
  const begin = (command: string): RunningProcess =>
    // Not sh: bash becomes the last command, whose exit code is then seen also after a Ctrl-C.
    startProcess({ command: 'bash', arguments: ['-c', command], folder, environment, ownGroup: true });

  const run = async (command: string): Promise<string> => {
    const running = begin(command);
    const code = await running.exit;
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${running.output()}`);
    return running.output();
  };

  return {
    run,
    runUntil: (command, prints) =>
      eventually(
        `${command} prints ${prints}`,
        async () => {
          const output = await run(command);
          if (!prints.test(output)) throw new Error(`it printed\n${output}`);
          return true;
        },
        printTimeoutMs,
      ).then(() => undefined),
    start: async (command, prints) => {
      const running = begin(command);
      started.push(running);
      await running.outputMatching(prints, startTimeoutMs);
    },
    interrupt: async () => {
      const running = started.splice(0);
      const family = running.flatMap(({ pid }) => processTree(pid));
      const codes = await Promise.all(running.map((each) => each.stop('SIGINT')));
      await eventually(
        'every process is gone',
        async () => family.every((pid) => !isRunning(pid)) || undefined,
        endTimeoutMs,
      );
      return codes;
    },
    kill: () => {
      const family = started.flatMap(({ pid }) => processTree(pid));
      for (const pid of family) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    },
  };
}
