import { findingsOf, type Finding } from '../finding.ts';
import type { LayeredEnvironment } from './layered-environment.ts';

interface ForeignVariable {
  readonly name: RegExp;
  /** What it did elsewhere, and what does it here. */
  readonly remedy: string;
}

/** Variables of the course that this comes from, and of the X-Ray SDKs: whoever sets one expects something. */
const foreignVariables: readonly ForeignVariable[] = [
  {
    name: /^HONEYCOMB_SERVICE_NAME$/,
    remedy:
      'remove it: one name for all would hide who did what; each service has its own (OTEL_SERVICE_NAME)',
  },
  {
    name: /^HONEYCOMB_DATASET$/,
    remedy: 'remove it: the dataset is the name of the service',
  },
  {
    name: /^AWS_XRAY_(URL|TRACING_NAME)$/,
    remedy:
      'remove it: segments are named after the service, not after the host; sampling rules and groups rely on it',
  },
  {
    name: /^AWS_XRAY_CONTEXT_MISSING$/,
    remedy: 'remove it: a missing context is never an error here',
  },
  {
    name: /^REACT_APP_/,
    remedy: 'remove it: it is read by create-react-app only; front ends are named by CRUDDUR_CORS_ORIGINS',
  },
  {
    name: /^(FRONTEND_URL|BACKEND_URL)$/,
    remedy: 'remove it: front ends are named by CRUDDUR_CORS_ORIGINS, the upstream by ACTIVITIES_URL',
  },
  {
    name: /^FLASK_ENV$/,
    remedy: 'remove it: the environment of an error is ROLLBAR_ENVIRONMENT',
  },
];

export function isForeignVariable(name: string): boolean {
  return foreignVariables.some((foreign) => foreign.name.test(name));
}

export function checkForeignVariables(environment: LayeredEnvironment): readonly Finding[] {
  const found = findingsOf('variables', 'variable-foreign');
  return environment.variables
    .filter(({ value }) => value.trim() !== '')
    .flatMap(({ name, origin }) => {
      const foreign = foreignVariables.find((candidate) => candidate.name.test(name));
      return foreign === undefined
        ? []
        : [found.warning(`${name} is set in ${origin} and has no effect here`, foreign.remedy)];
    });
}
