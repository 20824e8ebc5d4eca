import type { LoadArgument, LoadCommand, LoadProtocol, LoadResult } from './load/main.ts';
import type { Pinning } from './pinning.ts';
import { connections, type WorkPlan } from './plan.ts';
import { checkFirstTrace, spansPerRequest } from './first-trace.ts';
import { startSystem, type Sink, type System } from './system.ts';
import { variantNames, type VariantName } from './variants/variant.ts';
import { startWorkerProcess } from './worker-process.ts';

/** What one variant did in one turn under load. */
export interface Turn {
  readonly variant: VariantName;
  readonly requests: number;
  /** User and system time of all threads of all services, exports included. */
  readonly cpuMicrosPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentBytes: number;
  /** CPU time of the services by the turn's length: below 1 where others took their CPU, or the load was too slow. */
  readonly utilisation: number;
}

interface SpanCount {
  readonly due: number;
  readonly received: number;
}

/** The turns of processes that were started together, in the order in which they ran. */
export interface Generation {
  readonly turns: readonly Turn[];
  /** Over the whole life of the processes, warm-up and clean stop included. */
  readonly spans: ReadonlyMap<VariantName, SpanCount>;
}

/**
 * Starts every variant, checks its first trace, warms it up, gives each a turn that does not count and then its turns with
 * a bare one beside each, and stops everything. Throws when a request fails, a trace is wrong or a process does not stop cleanly.
 */
export async function runGeneration(plan: WorkPlan, pinning: Pinning, rotation: number): Promise<Generation> {
  const sink: Sink = await startWorkerProcess(new URL('sink/main.ts', import.meta.url), {}, pinning.others);
  const load = await startWorkerProcess<LoadProtocol>(
    new URL('load/main.ts', import.meta.url),
    { busyPoll: pinning.apart } satisfies LoadArgument,
    pinning.others,
  );
  const systems = await Promise.all(
    variantNames.map((variant) => startSystem(variant, plan.work, sink, pinning)),
  );

  const requests = new Map<VariantName, number>();
  const applyLoad = async (system: System, limit: LoadCommand['limit']): Promise<LoadResult> => {
    const result = await load.ask({ url: system.url, connections, limit });
    if (result.failures > 0)
      throw new Error(`${system.variant}: ${result.failures} of ${result.requests} requests failed`);
    requests.set(system.variant, (requests.get(system.variant) ?? 0) + result.requests);
    return result;
  };
  const runTurn = async (system: System): Promise<Turn> => {
    const before = await system.account();
    const result = await applyLoad(system, { durationMs: plan.turnMs });
    const after = await system.account();
    return {
      variant: system.variant,
      requests: result.requests,
      cpuMicrosPerRequest: (after.cpuMicros - before.cpuMicros) / result.requests,
      requestsPerSecond: result.requests / result.seconds,
      p50Ms: result.p50Ms,
      p99Ms: result.p99Ms,
      residentBytes: after.residentBytes,
      utilisation: (after.cpuMicros - before.cpuMicros) / 1e6 / result.seconds,
    };
  };

  for (const system of systems) {
    await checkFirstTrace(system, plan.work, sink);
    requests.set(system.variant, 1);
  }
  for (const system of systems) await applyLoad(system, { requests: plan.warmUpRequests });

  // In the minutes that others warm up, V8 gives memory back; whoever gets it again first would be charged for that.
  for (const system of systems) await runTurn(system);

  const turns: Turn[] = [];
  for (const system of toSchedule(systems, plan.rounds, rotation)) turns.push(await runTurn(system));

  await Promise.all(systems.map((system) => system.stop()));
  const { spans } = await sink.ask({ type: 'report' });
  await load.stop();
  await sink.stop();
  const toSpanCount = ({ variant, senders }: System): SpanCount => ({
    due: (requests.get(variant) ?? 0) * spansPerRequest(variant, plan.work),
    received: senders.reduce((sum, sender) => sum + (spans[sender] ?? 0), 0),
  });
  return { turns, spans: new Map(systems.map((system) => [system.variant, toSpanCount(system)])) };
}

/** Bare before and after every turn of another variant; who comes first changes with `rotation` and from round to round. */
export function toSchedule<T extends { readonly variant: VariantName }>(
  systems: readonly T[],
  rounds: number,
  rotation: number,
): readonly T[] {
  const bare = systems.filter(({ variant }) => variant === 'bare');
  const others = systems.filter(({ variant }) => variant !== 'bare');
  const schedule: T[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = (rotation + round) % others.length;
    for (const other of [...others.slice(first), ...others.slice(0, first)]) schedule.push(...bare, other);
  }
  return [...schedule, ...bare];
}
