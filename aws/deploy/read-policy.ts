import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateValue } from './cloudformation.ts';

export type PolicyName = 'xray-write' | 'logs-write';

/** A policy of `aws/policies`, as it is: there is one place to change what the services may do. */
export function readPolicy(name: PolicyName): TemplateValue {
  const file = join(import.meta.dirname, '../policies', `${name}.json`);
  // safe: JSON without null, which policies.test.ts holds to the schema of a policy
  return JSON.parse(readFileSync(file, 'utf8')) as TemplateValue;
}
