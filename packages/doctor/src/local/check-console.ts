import { describeFailure } from '@cruddur/telemetry/checks';
import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';

const maxReasonLength = 160;

/** What the console says of telemetry that came and did not stay. */
export async function checkConsole(url: string, probe: Probe): Promise<readonly Finding[]> {
  const found = findingsOf('local', 'console');
  try {
    const [sinks, rejected] = await Promise.all([
      probe.send(`${url}/api/sinks`).then(async (response): Promise<unknown> => await response.json()),
      probe
        .send(`${url}/api/xray/rejected`)
        .then(async (response): Promise<unknown> => await response.json()),
    ]);
    const findings = [...judgeRefusals(sinks, url), ...judgeRejected(rejected, url)];
    return findings.length > 0
      ? findings
      : [found.ok(`the console answers on ${url}, and has refused nothing that was sent`)];
  } catch (error) {
    return [
      found.warning(
        `the console on ${url} does not say what it has: ${describeFailure(error)}`,
        'restart npm run dev',
      ),
    ];
  }
}

function judgeRefusals(report: unknown, url: string): readonly Finding[] {
  const count = numberOf(report, 'refusalCount');
  if (count === 0) return [];
  const refusals = fieldOf(report, 'refusals');
  const latest: unknown = Array.isArray(refusals) ? refusals[0] : undefined;
  return [
    findingsOf('local', 'sink-health').warning(
      `${count} calls for log lines or errors were refused as the vendor would refuse them${reasonOf(latest)}`,
      `look at ${url}/api/sinks`,
    ),
  ];
}

function judgeRejected(list: unknown, url: string): readonly Finding[] {
  const count = numberOf(list, 'count');
  return count === 0
    ? []
    : [
        findingsOf('local', 'sink-health').warning(
          `${count} X-Ray documents were rejected as X-Ray would reject them`,
          `look at ${url}/api/xray/rejected: a segment of another program, or one that nobody ended`,
        ),
      ];
}

function reasonOf(refusal: unknown): string {
  const reason = fieldOf(refusal, 'reason');
  return typeof reason === 'string'
    ? `, the last one: ${reason.replace(/[^\x20-\x7e]/g, '?').slice(0, maxReasonLength)}`
    : '';
}

function numberOf(value: unknown, name: string): number {
  const number = fieldOf(value, name);
  return typeof number === 'number' ? number : 0;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
