import type { Pinning } from './pinning.ts';
import type { WorkName } from './plan.ts';
import type { ServiceAccount, ServiceArgument, ServiceProtocol } from './services/main.ts';
import type { SinkProtocol } from './sink/main.ts';
import type { VariantName } from './variants/variant.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

export type Sink = WorkerProcess<SinkProtocol>;

/** The service processes of one variant: for two hops gateway and activities, for one hop activities alone. */
export interface System {
  readonly variant: VariantName;
  /** Where the load goes. */
  readonly url: string;
  /** Names under which the sink counts this system's spans. */
  readonly senders: readonly string[];
  readonly account: () => Promise<ServiceAccount>;
  readonly stop: () => Promise<void>;
}

export async function startSystem(
  variant: VariantName,
  work: WorkName,
  sink: Sink,
  pinning: Pinning,
): Promise<System> {
  const start = (
    sender: string,
    argument: { readonly activitiesUrl?: string },
  ): Promise<WorkerProcess<ServiceProtocol>> =>
    startWorkerProcess(
      new URL('services/main.ts', import.meta.url),
      {
        variant,
        otlpEndpoint: `http://127.0.0.1:${sink.ready.port}/${sender}`,
        ...argument,
      } satisfies ServiceArgument,
      pinning.services,
    );

  const activitiesSender = `${variant}-activities`;
  const activities = await start(activitiesSender, {});
  const activitiesUrl = `http://127.0.0.1:${activities.ready.port}`;
  const gatewaySender = `${variant}-gateway`;
  const gateway = work === 'two-hops' ? await start(gatewaySender, { activitiesUrl }) : undefined;

  // Callers before callees: the gateway must be quiet before what it calls goes away.
  const services = gateway === undefined ? [activities] : [gateway, activities];
  const entry = gateway ?? activities;
  return {
    variant,
    url: `http://127.0.0.1:${entry.ready.port}/api/activities/home`,
    senders: gateway === undefined ? [activitiesSender] : [gatewaySender, activitiesSender],
    account: async () => {
      const accounts = await Promise.all(services.map((service) => service.ask({ type: 'account' })));
      return {
        cpuMicros: accounts.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0),
        residentBytes: accounts.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
      };
    },
    stop: async () => {
      for (const service of services) await service.stop();
    },
  };
}
