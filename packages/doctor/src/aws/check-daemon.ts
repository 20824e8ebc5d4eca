import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describeFailure, parseRuleRecords, type SamplingRule } from '@cruddur/telemetry/checks';
import type { TelemetryConfig } from '@cruddur/telemetry';
import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';
import { toAnswer } from './call-aws.ts';
import { explainAnswer } from './explain-answer.ts';
import type { PolicyFiles } from './policy-files.ts';

type DaemonAddress = NonNullable<TelemetryConfig['xray']>['daemon'];
type HostAndPort = DaemonAddress['udp'];

interface DaemonOptions {
  readonly address: DaemonAddress;
  /** That of the services. */
  readonly region: string | undefined;
  readonly policies: PolicyFiles;
}

export interface DaemonReport {
  readonly findings: readonly Finding[];
  /** Those of the account; undefined when they were not told. */
  readonly rules: readonly SamplingRule[] | undefined;
}

const found = findingsOf('aws', 'xray-daemon');
const lookupTimeoutMs = 1500;
/** A closed port of this machine or of a container network says so at once. */
const refusalTimeoutMs = 150;

/** Whether the daemon is there, by UDP and by TCP, may ask X-Ray, and works in our region. */
export async function checkDaemon(
  { address, region, policies }: DaemonOptions,
  probe: Probe,
): Promise<DaemonReport> {
  const { udp, tcp } = address;
  const unknown = [...new Set([udp.host, tcp.host])];
  const resolved = await Promise.all(unknown.map(isResolvable));
  const missing = unknown.filter((_, index) => resolved[index] !== true);
  if (missing.length > 0) {
    return {
      findings: [
        found.problem(
          `there is no host ${missing.join(', ')}, where AWS_XRAY_DAEMON_ADDRESS sends segments`,
          'names of containers are known inside of their network only: from here it is 127.0.0.1:2000, with 2000/udp and 2000/tcp published',
        ),
      ],
      rules: undefined,
    };
  }
  const [refusesUdp, asked] = await Promise.all([isUdpRefused(udp), askForRules(tcp, probe)]);
  const udpFindings = refusesUdp
    ? [
        found.problem(
          `nothing takes segments on UDP ${toText(udp)}`,
          'start the daemon, and publish 2000/udp beside 2000/tcp; without it segments vanish silently',
        ),
      ]
    : [];
  if (asked.type === 'unreachable') {
    return {
      findings: [
        ...udpFindings,
        found.problem(
          `nothing answers on TCP ${toText(tcp)}: ${describeFailure(asked.error)}`,
          'start the daemon, and publish 2000/tcp beside 2000/udp: sampling rules come that way',
        ),
      ],
      rules: undefined,
    };
  }
  if (asked.type === 'refusal') {
    const refusal = explainAnswer(asked, {
      action: 'xray:GetSamplingRules',
      region,
      who: 'the daemon',
      policies,
    });
    return { findings: [...udpFindings, refusal], rules: undefined };
  }
  const { rules, findings } = readRules(asked.body, tcp, region);
  return { findings: [...udpFindings, ...findings], rules };
}

function readRules(
  body: string,
  tcp: HostAndPort,
  region: string | undefined,
): { readonly rules: readonly SamplingRule[] | undefined; readonly findings: readonly Finding[] } {
  const records = parseRuleRecords(parseJson(body));
  if (records === undefined) {
    const finding = found.problem(
      `what answers on TCP ${toText(tcp)} is no X-Ray daemon`,
      'look what else has that port, and at AWS_XRAY_DAEMON_ADDRESS',
    );
    return { rules: undefined, findings: [finding] };
  }
  // A stand-in has account 0, and is nowhere.
  const daemonRegion = /"arn:aws[\w-]*:xray:([\w-]+):(?!0{12})\d{12}:/.exec(body)?.[1];
  if (daemonRegion !== undefined && region !== undefined && daemonRegion !== region) {
    const finding = found.problem(
      `the X-Ray daemon works in ${daemonRegion}, the services say ${region}: traces and logs end up apart`,
      `start the daemon with AWS_REGION=${region} (or -n ${region}), or set AWS_REGION=${daemonRegion} for all`,
    );
    return { rules: records.rules, findings: [finding] };
  }
  const where = daemonRegion === undefined ? '' : ` for ${daemonRegion}`;
  return {
    rules: records.rules,
    findings: [found.ok(`the X-Ray daemon answers on ${toText(tcp)}${where}`)],
  };
}

async function askForRules(tcp: HostAndPort, probe: Probe): Promise<Awaited<ReturnType<typeof toAnswer>>> {
  try {
    return await toAnswer(
      await probe.send(`http://${toText(tcp)}/GetSamplingRules`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      }),
    );
  } catch (error) {
    return { type: 'unreachable', error };
  }
}

async function isResolvable(host: string): Promise<boolean> {
  if (isIP(host) !== 0) return true;
  const tooLate = pause(lookupTimeoutMs, false, { ref: false });
  return await Promise.race([
    lookup(host).then(
      () => true,
      () => false,
    ),
    tooLate,
  ]);
}

/** By an empty datagram, which no daemon takes for a segment. Silence is no refusal: UDP says nothing when all is well. */
async function isUdpRefused({ host, port }: HostAndPort): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    const refused = new Promise<boolean>((resolve) => {
      socket.on('error', () => resolve(true));
    });
    await new Promise<void>((resolve) => {
      socket.connect(port, host, () => resolve());
    });
    socket.send('');
    return await Promise.race([refused, pause(refusalTimeoutMs, false)]);
  } finally {
    socket.close();
  }
}

function toText({ host, port }: HostAndPort): string {
  return `${host}:${port}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
