import { findingsOf, type Finding } from '../finding.ts';
import { isForeignVariable } from '../variables/foreign-variables.ts';
import type { InspectedService } from './inspect-service.ts';

/** What the services say of their own variables: wrong values, ignored and misspelt names. */
export function checkServices(services: readonly InspectedService[]): readonly Finding[] {
  const told = new Map<string, { readonly finding: Finding; readonly folders: string[] }>();
  const tell = (folder: string, finding: Finding): void => {
    const key = `${finding.check} ${finding.message}`;
    const known = told.get(key);
    if (known === undefined) told.set(key, { finding, folders: [folder] });
    else known.folders.push(folder);
  };
  for (const service of services) for (const finding of toFindings(service)) tell(service.folder, finding);
  const findings = [...told.values()].map(({ finding, folders }) => ({
    ...finding,
    message: `${folders.join(', ')}: ${finding.message}`,
  }));
  return findings.length > 0
    ? findings
    : [
        findingsOf('variables', 'config').ok(
          `${services.map(({ folder }) => folder).join(', ')}: every variable is understood, none is ignored or misspelt`,
        ),
      ];
}

function toFindings({ folder, check }: InspectedService): readonly Finding[] {
  if (check === undefined) {
    return [
      findingsOf('variables', 'config').problem(
        'its configuration could not be read',
        `run npm run check-config --workspace @cruddur/${folder} and see what it says (npm ci, Node 24?)`,
      ),
    ];
  }
  if (!check.ok) {
    return check.problems.map(({ variable, found, expected }) =>
      findingsOf('variables', 'config').problem(
        `${variable} is ${found}, so the service does not start`,
        `set it to ${expected}`,
      ),
    );
  }
  return check.warnings
    .filter((warning) => !isForeignVariable(warning.split(' ', 1)[0] ?? ''))
    .map(toWarning);
}

function toWarning(warning: string): Finding {
  const nearest = /^(\S+) is not a variable that is read here; did you mean (\S+)\?$/.exec(warning);
  if (nearest !== null) {
    const [, name = '', meant = ''] = nearest;
    return findingsOf('variables', 'variable-misspelt').problem(
      `${name} is read by nobody; it looks like ${meant}`,
      `rename it to ${meant}`,
    );
  }
  if (warning.includes('is not a variable that is read here'))
    return findingsOf('variables', 'variable-unknown').warning(
      warning.replace('is not a variable that is read here', 'is read by nobody'),
      'see the list of variables in README.md, or remove it',
    );
  return findingsOf('variables', 'variable-ignored').warning(warning, 'remove the one that is not wanted');
}

/** Services of one name cannot be told apart in Honeycomb, in X-Ray's map or by a sampling rule. */
export function checkServiceNames(services: readonly InspectedService[]): readonly Finding[] {
  const found = findingsOf('variables', 'service-names');
  const names = services.flatMap(({ folder, telemetry, environment }) =>
    telemetry === undefined
      ? []
      : [{ folder, name: telemetry.serviceName, origin: environment.get('OTEL_SERVICE_NAME')?.origin }],
  );
  const duplicate = names.find(({ name }, index) => names.findIndex((other) => other.name === name) < index);
  if (duplicate === undefined) {
    return [found.ok(`each service has its own name: ${names.map(({ name }) => name).join(', ')}`)];
  }
  const same = names.filter(({ name }) => name === duplicate.name).map(({ folder }) => folder);
  const variable =
    duplicate.origin === undefined
      ? 'service.name in OTEL_RESOURCE_ATTRIBUTES'
      : `OTEL_SERVICE_NAME in ${duplicate.origin}`;
  return [
    found.problem(
      `${same.join(' and ')} are both called ${JSON.stringify(duplicate.name)}: ${variable} is for all of them`,
      'remove it; the services have names of their own, or set it per service',
    ),
  ];
}
