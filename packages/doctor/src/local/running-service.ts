import type { ConfigFacts } from '@cruddur/telemetry/checks';
import type { Probe } from '../probe.ts';
import type { ServiceFolder } from '../services/inspect-service.ts';
import { toReachableHost } from './port-state.ts';

/** What each service answers, and no other program. */
const signs: Readonly<Record<ServiceFolder, { readonly path: string; readonly sign: string }>> = {
  gateway: { path: '/health', sign: '"status":"alive"' },
  activities: { path: '/health', sign: '"status":"ok"' },
  console: { path: '/api/sinks', sign: '"refusalCount":' },
};

/** The origin of a service's first port. */
export function toServiceUrl({ host, ports: [first] }: ConfigFacts): string {
  const reachable = toReachableHost(host);
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${first?.port ?? 0}`;
}

/** Whether what listens at `url` is this service. */
export async function isService(folder: ServiceFolder, url: string, probe: Probe): Promise<boolean> {
  const { path, sign } = signs[folder];
  try {
    const response = await probe.send(`${url}${path}`);
    return (await response.text()).replaceAll(' ', '').includes(sign);
  } catch {
    return false;
  }
}
