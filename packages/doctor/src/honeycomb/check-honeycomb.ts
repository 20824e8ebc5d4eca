import {
  askHoneycomb,
  describeFailure,
  honeycombTargetOf,
  judgeHoneycombKey,
  type HoneycombAnswer,
  type HoneycombTarget,
} from '@cruddur/telemetry/checks';
import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';
import type { InspectedService } from '../services/inspect-service.ts';

/** Which team and environment the key belongs to, and whether it serves. */
export async function checkHoneycomb(
  services: readonly InspectedService[],
  probe: Probe,
): Promise<readonly Finding[]> {
  const found = findingsOf('honeycomb', 'honeycomb-key');
  const targets = services.flatMap(({ telemetry, environment }) => {
    const target = telemetry?.disabled === true ? undefined : honeycombTargetOf(telemetry?.otlp);
    return target === undefined ? [] : [{ target, environment }];
  });
  const distinct = targets.filter(
    ({ target }, index) => targets.findIndex((other) => isSame(other.target, target)) === index,
  );
  const [first] = distinct;
  if (first === undefined) return [found.ok(`Honeycomb is off; ${describeTraces(services)}`)];
  const findings = await Promise.all(
    distinct.map(async ({ target, environment }) => {
      const answer = await askHoneycomb(target, probe.send);
      return [...toFindings(answer, target), ...checkLinks(answer, environment.values)];
    }),
  );
  return findings.flat();
}

function toFindings(answer: HoneycombAnswer, target: HoneycombTarget): readonly Finding[] {
  const found = findingsOf('honeycomb', 'honeycomb-key');
  switch (answer.type) {
    case 'unreachable':
      return [
        found.problem(
          `Honeycomb (${target.url}) cannot be reached: ${describeFailure(answer.error)}`,
          'is HONEYCOMB_ENDPOINT right, and the network open?',
        ),
      ];
    case 'unclear':
      return [
        found.warning(
          `${target.url} answers ${answer.status} when asked about the key: it is not Honeycomb's own API`,
          'if a proxy is meant, all is well; else leave HONEYCOMB_ENDPOINT empty',
        ),
      ];
    case 'refused':
    case 'key': {
      const verdicts = judgeHoneycombKey(answer, target);
      if (verdicts.length > 0)
        return verdicts.map(({ severity, message, remedy }) => found[severity](message, remedy));
      return answer.type === 'key'
        ? [
            found.ok(
              `the key is of team ${answer.team}, environment ${answer.environment === '' ? '(Classic)' : answer.environment}, and may send events`,
            ),
          ]
        : [];
    }
  }
}

/** `HONEYCOMB_TEAM` and `HONEYCOMB_ENVIRONMENT` make links: to somebody else's page if they do not fit the key. */
function checkLinks(answer: HoneycombAnswer, values: Readonly<Record<string, string>>): readonly Finding[] {
  if (answer.type !== 'key') return [];
  const found = findingsOf('honeycomb', 'honeycomb-links');
  const pairs = [
    ['HONEYCOMB_TEAM', answer.team],
    ['HONEYCOMB_ENVIRONMENT', answer.environment],
  ] as const;
  return pairs.flatMap(([variable, actual]) => {
    const given = values[variable]?.trim() ?? '';
    return given === '' || given === actual
      ? []
      : [
          found.warning(
            `${variable} is ${JSON.stringify(given)}, but the key is of ${JSON.stringify(actual)}: links lead nowhere`,
            `set ${variable}=${actual}`,
          ),
        ];
  });
}

function describeTraces(services: readonly InspectedService[]): string {
  const traced = services.flatMap(({ telemetry }) => (telemetry === undefined ? [] : [telemetry]));
  if (traced.some(({ disabled }) => disabled)) return 'OTEL_SDK_DISABLED turns all telemetry off';
  const endpoint = traced.find(({ otlp }) => otlp !== undefined)?.otlp?.endpoint;
  if (endpoint === undefined) return 'no endpoint is set, so traces go nowhere by OTLP';
  const { hostname, port, host } = new URL(endpoint);
  return port === '4318' && ['127.0.0.1', 'localhost'].includes(hostname)
    ? 'traces go to the local console'
    : `traces go to ${host}`;
}

function isSame(a: HoneycombTarget, b: HoneycombTarget): boolean {
  return a.url === b.url && a.key.reveal() === b.key.reveal();
}
