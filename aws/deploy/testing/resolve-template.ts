import { z } from 'zod';
import type { TemplateResource, TemplateValue } from '../cloudformation.ts';
import type { Template } from '../template.ts';

export type Settings = Readonly<Record<string, string | number>>;

/** What an operator must say, beside which every parameter has a default. */
export const requiredSettings: Settings = {
  GatewayImage: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/cruddur/gateway@sha256:${'a'.repeat(64)}`,
  ActivitiesImage: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/cruddur/activities@sha256:${'b'.repeat(64)}`,
  AllowedCidr: '203.0.113.0/24',
  HoneycombSecretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:cruddur/honeycomb-AbCdEf',
  DatabaseAuthoritiesSecretArn:
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:cruddur/database-authorities-AbCdEf',
};

const pseudoParameters: Settings = {
  'AWS::AccountId': '111122223333',
  'AWS::Region': 'eu-central-1',
  'AWS::Partition': 'aws',
  'AWS::StackName': 'cruddur',
  'Database.Endpoint.Address': 'cruddur.cluster-abc.eu-central-1.rds.amazonaws.com',
};

const nothing = Symbol('AWS::NoValue');
type Resolved = TemplateValue | typeof nothing;

/**
 * The resources that CloudFormation would make with these settings: conditions are decided, parameters filled in, and what
 * only AWS knows (`Ref` and `Fn::GetAtt` of resources) is `<Resource>` and `<Resource.Attribute>`.
 */
export function resolveTemplate(
  template: Template,
  settings: Settings,
): Readonly<Record<string, TemplateResource>> {
  const defaults = Object.entries(template.Parameters).flatMap(([name, { Default }]) =>
    typeof Default === 'string' || typeof Default === 'number' ? [[name, Default] as const] : [],
  );
  const values: Settings = { ...pseudoParameters, ...Object.fromEntries(defaults), ...settings };

  const holds = (condition: TemplateValue | undefined): boolean => {
    if (typeof condition !== 'object' || Array.isArray(condition)) throw new Error('a condition is a call');
    const [[name, operands] = []] = Object.entries(condition);
    const list = z.array(z.any()).parse(operands);
    if (name === 'Fn::Not') return !holds(list[0]);
    if (name === 'Fn::Equals') return resolve(list[0]) === resolve(list[1]);
    throw new Error(`a condition ${name} is not known here`);
  };
  const lookUp = (name: string): string | number => values[name] ?? `<${name}>`;

  const resolve = (value: TemplateValue): Resolved => {
    if (typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item) => resolve(item)).filter((item) => item !== nothing);
    const entries = Object.entries(value);
    const [[name, operand] = []] = entries;
    if (entries.length === 1 && operand !== undefined) {
      if (name === 'Ref') return operand === 'AWS::NoValue' ? nothing : lookUp(z.string().parse(operand));
      if (name === 'Fn::GetAtt') return lookUp(z.array(z.string()).parse(operand).join('.'));
      if (name === 'Fn::Sub')
        return z
          .string()
          .parse(operand)
          .replace(/\$\{([^}]+)\}/g, (_, inner) => String(lookUp(inner)));
      if (name === 'Fn::If') {
        const [condition, then, otherwise] = z.tuple([z.string(), z.any(), z.any()]).parse(operand);
        return resolve(holds(template.Conditions[condition]) ? then : otherwise);
      }
    }
    const resolved = entries.map(([key, inner]) => [key, resolve(inner)] as const);
    return Object.fromEntries(
      resolved.filter((entry): entry is [string, TemplateValue] => entry[1] !== nothing),
    );
  };

  const existing = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(template.Conditions[Condition]),
  );
  return Object.fromEntries(
    existing.map(([id, resource]) => {
      // safe: an object of properties resolves to one
      const properties = resolve(resource.Properties) as TemplateResource['Properties'];
      return [id, { ...resource, Properties: properties }];
    }),
  );
}

/** The resources of one type, with their ids. */
export function resourcesOfType(
  resources: Readonly<Record<string, TemplateResource>>,
  type: string,
): readonly (readonly [string, TemplateResource['Properties']])[] {
  return Object.entries(resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => [id, Properties] as const);
}
