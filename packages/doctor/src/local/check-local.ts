import type { ConfigFacts } from '@cruddur/telemetry/checks';
import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';
import type { InspectedService } from '../services/inspect-service.ts';
import { checkConsole } from './check-console.ts';
import { checkGateway } from './check-gateway.ts';
import { findPortOwner } from './port-owner.ts';
import { isTcpTaken, isUdpTaken } from './port-state.ts';
import { isService, toServiceUrl } from './running-service.ts';
import { checkStaleProcess } from './stale-process.ts';

interface Place {
  readonly service: InspectedService;
  readonly facts: ConfigFacts;
  readonly url: string;
  /** Whether the service itself is what listens. */
  readonly isRunning: boolean;
}

const portsFound = findingsOf('local', 'ports');

/** What runs on this machine, what is in its way, and what of the telemetry did not stay. */
export async function checkLocal(
  root: string,
  services: readonly InspectedService[],
  probe: Probe,
): Promise<readonly Finding[]> {
  const places = await Promise.all(
    services.flatMap((service) =>
      service.check?.ok === true ? [toPlace(service, service.check.facts, probe)] : [],
    ),
  );
  const running = places.filter(({ isRunning }) => isRunning);
  const consolePlace = places.find(({ service }) => service.folder === 'console');
  const gateway = running.find(({ service }) => service.folder === 'gateway');
  const findings = await Promise.all([
    checkPorts(places),
    ...(consolePlace?.isRunning === true ? [checkConsole(consolePlace.url, probe)] : []),
    ...(gateway === undefined ? [] : [checkGateway(gateway.url, gateway.facts, probe)]),
    ...running
      // The console has no use for the keys of vendors.
      .filter(({ service }) => service.folder !== 'console')
      .map(async ({ service, facts }) => {
        const owner = await findPortOwner(facts.ports[0]?.port ?? 0);
        return owner === undefined ? [] : await checkStaleProcess(root, service, owner.pid);
      }),
  ]);
  const missing = consolePlace?.isRunning === true ? [] : missConsole(consolePlace, running);
  return [...findings.flat(), ...missing];
}

async function toPlace(service: InspectedService, facts: ConfigFacts, probe: Probe): Promise<Place> {
  const url = toServiceUrl(facts);
  return { service, facts, url, isRunning: await isService(service.folder, url, probe) };
}

async function checkPorts(places: readonly Place[]): Promise<readonly Finding[]> {
  const clashes = places.flatMap(({ service, facts }, index) => {
    const port = facts.ports[0]?.port;
    const other = places.slice(0, index).find((place) => place.facts.ports[0]?.port === port && port !== 0);
    return other === undefined
      ? []
      : [
          portsFound.problem(
            `${other.service.folder} and ${service.folder} both want port ${port}`,
            'unset PORT: it is for one service alone, and each has its own',
          ),
        ];
  });
  const waiting = places.filter(({ isRunning }) => !isRunning);
  const taken = clashes.length > 0 ? [] : (await Promise.all(waiting.map(findTaken))).flat();
  const problems = [...clashes, ...taken];
  if (problems.length > 0) return problems;
  const parts = [
    ...places
      .filter(({ isRunning }) => isRunning)
      .map(({ service, url }) => `${service.folder} runs on ${url}`),
    ...(waiting.length === 0
      ? []
      : [
          `free for ${waiting.map(({ service, facts }) => `${service.folder} ${listPorts(facts)}`).join(', ')}`,
        ]),
  ];
  return [portsFound.ok(`ports: ${parts.join(', ')}`)];
}

async function findTaken({ service, facts }: Place): Promise<readonly Finding[]> {
  const findings = await Promise.all(
    facts.ports.map(async ({ variable, port, protocol }) => {
      if (port === 0) return [];
      const isTaken = await (protocol === 'tcp' ? isTcpTaken : isUdpTaken)(facts.host, port);
      if (!isTaken) return [];
      const owner = await findPortOwner(port, protocol);
      const who = owner === undefined ? '' : ` by process ${owner.pid} (${owner.command})`;
      const look = owner === undefined ? `lsof -i :${port} says which` : `kill ${owner.pid}`;
      return [
        portsFound.problem(
          `port ${port}${protocol === 'udp' ? '/udp' : ''}, which ${service.folder} wants, is taken${who}`,
          `stop that one (${look}), or set ${variable} of ${service.folder} to a free port`,
        ),
      ];
    }),
  );
  return findings.flat();
}

/** Services that run and send to a console that does not. */
function missConsole(place: Place | undefined, running: readonly Place[]): readonly Finding[] {
  const sending = running.filter(({ service }) => {
    const host = service.environment.values['CRUDDUR_CONSOLE_HOST']?.trim() ?? '';
    return ['127.0.0.1', 'localhost', '[::1]'].includes(host);
  });
  return place === undefined || sending.length === 0
    ? []
    : [
        findingsOf('local', 'console').problem(
          `no console answers on ${place.url}, where what ${sending.map(({ service }) => service.folder).join(' and ')} sends is lost`,
          'npm run dev starts all three; or unset CRUDDUR_CONSOLE_HOST',
        ),
      ];
}

function listPorts({ ports }: ConfigFacts): string {
  return [...new Set(ports.map(({ port }) => port))].join('/');
}
