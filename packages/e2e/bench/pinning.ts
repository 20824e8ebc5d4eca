import { spawnSync } from 'node:child_process';

/** How to start a process on its CPUs: the words that go before the command. Empty where nothing can be pinned. */
export interface Pinning {
  readonly services: readonly string[];
  /** For the load and the sink, which must not take time from the services. */
  readonly others: readonly string[];
  /** Whether the others have CPUs of their own. */
  readonly apart: boolean;
  readonly description: string;
}

const taskset = 'taskset';

/** Puts the services on one CPU and everything else on the rest, where `taskset` (Linux) and two CPUs are there. */
export function choosePinning(): Pinning {
  const { stdout } = spawnSync(taskset, ['--cpu-list', '--pid', String(process.pid)], { encoding: 'utf8' });
  const [service, ...others] = parseCpuList(/: *([\d,-]+)\s*$/.exec(stdout ?? '')?.[1] ?? '');
  if (service === undefined || others.length === 0)
    return { services: [], others: [], apart: false, description: 'not pinned (needs taskset and two CPUs)' };
  return {
    services: [taskset, '--cpu-list', String(service)],
    others: [taskset, '--cpu-list', others.join(',')],
    apart: true,
    description: `services on CPU ${service}, load and sink on CPU ${others.join(',')}`,
  };
}

/** Numbers of a CPU list such as `0-2,5`. */
export function parseCpuList(list: string): readonly number[] {
  return list
    .split(',')
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}
