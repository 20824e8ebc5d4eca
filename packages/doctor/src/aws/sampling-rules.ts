import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import {
  defaultRuleName,
  isForServiceName,
  parseSamplingRules,
  type SamplingRule,
} from '@cruddur/telemetry/checks';
import { findingsOf, type Finding } from '../finding.ts';
import type { InspectedService } from '../services/inspect-service.ts';

const found = findingsOf('aws', 'sampling-rules');
const deployedFiles = ['aws/json/xray.json', 'aws/json/xray-activities.json'];

/** Whether each rule of the files is for one of the services: those in `aws`, and those that a service is told to read. */
export async function checkRuleFiles(
  root: string,
  services: readonly InspectedService[],
): Promise<readonly Finding[]> {
  const given = services.flatMap(({ folder, telemetry }) => {
    const path = telemetry?.sampler.rulesFile;
    // As the service itself would look for it.
    return path === undefined ? [] : [isAbsolute(path) ? path : join(root, 'services', folder, path)];
  });
  const names = serviceNamesOf(services);
  const paths = [...new Set([...deployedFiles.map((file) => join(root, file)), ...given])];
  const findings = (await Promise.all(paths.map((path) => checkRuleFile(path, names)))).flat();
  return findings.length > 0
    ? findings
    : [found.ok(`the sampling rules in files are for services that there are: ${names.join(', ')}`)];
}

async function checkRuleFile(path: string, names: readonly string[]): Promise<readonly Finding[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return [
      found.problem(
        `${path} cannot be read, so its sampling rules do not count`,
        'give AWS_XRAY_SAMPLING_RULES a whole path, such as $PWD/aws/json/xray.json',
      ),
    ];
  }
  const result = parseSamplingRules(text);
  if (!result.ok) {
    return result.problems.map(({ path: place, found: what, expected }) =>
      found.problem(`${path} is no file of sampling rules: at ${place} is ${what}`, `make that ${expected}`),
    );
  }
  return result.rules
    .filter((rule) => !names.some((name) => isForServiceName(rule, name)))
    .map((rule) =>
      found.problem(
        `rule ${rule.name} in ${path} is for service ${JSON.stringify(rule.serviceName)}, which none is called: it has no effect`,
        `set its ServiceName to one of ${names.join(', ')}`,
      ),
    );
}

/** Whether each service that samples by the account's rules has one there besides the default. */
export function judgeAccountRules(
  rules: readonly SamplingRule[],
  services: readonly InspectedService[],
): readonly Finding[] {
  const sampling = services.filter(({ telemetry }) => telemetry?.sampler.root === 'xray');
  const own = rules.filter(({ name }) => name !== defaultRuleName);
  const without = serviceNamesOf(sampling).filter(
    (name) => !own.some((rule) => isForServiceName(rule, name)),
  );
  if (without.length === 0)
    return sampling.length === 0 ? [] : [found.ok("the account's sampling rules are for our services")];
  const others = own.map((rule) => `${rule.name} for ${JSON.stringify(rule.serviceName)}`).slice(0, 5);
  return [
    found.problem(
      `no sampling rule of the account is for ${without.join(', ')}: the default decides, 1 a second and 5 %` +
        (others.length === 0 ? '' : ` (there is ${others.join(', ')})`),
      'npm run aws:provision -- --apply makes the rules of aws/json; a rule of yours needs our ServiceName',
    ),
  ];
}

/** Whether the groups of traces ask for services that there are. */
export async function checkGroupFile(
  root: string,
  services: readonly InspectedService[],
): Promise<readonly Finding[]> {
  const groups = findingsOf('aws', 'xray-groups');
  const file = 'aws/json/xray-groups.json';
  const text = await readFile(join(root, file), 'utf8').catch(() => '');
  const names = serviceNamesOf(services);
  const asked = [...new Set([...text.matchAll(/service\(\\"([^"\\]+)\\"\)/g)].map(([, name = '']) => name))];
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length === 0 && asked.length > 0)
    return [groups.ok(`the groups of X-Ray ask for services that there are: ${asked.join(', ')}`)];
  return [
    groups.problem(
      unknown.length > 0
        ? `a group in ${file} asks for ${unknown.join(', ')}, which no service is called: it stays empty`
        : `${file} asks for no service`,
      `ask for ${names.map((name) => `service("${name}")`).join(' OR ')}, and run npm run aws:provision -- --apply`,
    ),
  ];
}

function serviceNamesOf(services: readonly InspectedService[]): readonly string[] {
  return services.flatMap(({ telemetry }) => (telemetry === undefined ? [] : [telemetry.serviceName]));
}
