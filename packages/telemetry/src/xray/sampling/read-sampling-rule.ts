import { isRecord } from '../../is-record.ts';
import { defaultRule, defaultRuleName, type SamplingRule } from './sampling-rule.ts';

/** One thing wrong with a rule: where it is, what was found there, and what was expected. */
export interface SamplingRuleProblem {
  /** Such as `$.SamplingRule.FixedRate`. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

const maxTextLength = 500;
const maxNameLength = 32;

/** One `SamplingRule` object. Undefined when something is wrong with it; what, is added to `problems`. */
export function readSamplingRule(
  value: unknown,
  path: string,
  problems: SamplingRuleProblem[],
): SamplingRule | undefined {
  if (!isRecord(value)) {
    problems.push({ path, found: shown(value), expected: 'a sampling rule, an object' });
    return undefined;
  }
  const before = problems.length;
  const field = <T>(
    name: string,
    isValid: (found: unknown) => found is T,
    expected: string,
    otherwise: T,
  ): T => {
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (isValid(found)) return found;
    problems.push({ path: `${path}.${name}`, found: shown(found), expected });
    return otherwise;
  };
  const pattern = (name: string): string =>
    field(name, isPattern, `a text of 1 to ${maxTextLength} characters, "*" for any`, '*');

  const name = field('RuleName', isName, `a name of 1 to ${maxNameLength} characters`, '');
  const isDefault = name === defaultRuleName;
  const rule: SamplingRule = {
    name,
    priority: isDefault
      ? defaultRule.priority
      : field('Priority', isPriority, 'a whole number from 1 to 9999', 1),
    reservoirSize: field('ReservoirSize', isCount, 'a whole number, 0 or more', 0),
    fixedRate: field('FixedRate', isRate, 'a number from 0 to 1', 0),
    serviceName: pattern('ServiceName'),
    serviceType: pattern('ServiceType'),
    resourceArn: pattern('ResourceARN'),
    host: pattern('Host'),
    httpMethod: pattern('HTTPMethod'),
    urlPath: pattern('URLPath'),
    attributes: readAttributes(value['Attributes'], `${path}.Attributes`, problems),
  };
  field('Version', isVersion, '1, the only version of the rule format', 1);
  return problems.length === before ? rule : undefined;
}

function readAttributes(
  value: unknown,
  path: string,
  problems: SamplingRuleProblem[],
): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) {
    problems.push({ path, found: shown(value), expected: 'an object of texts' });
    return {};
  }
  const attributes: [string, string][] = [];
  for (const [key, text] of Object.entries(value)) {
    if (isPattern(text)) attributes.push([key, text]);
    else
      problems.push({ path: `${path}[${shown(key)}]`, found: shown(text), expected: 'a text, "*" for any' });
  }
  // Not by assignment: a key may be called __proto__.
  return Object.fromEntries(attributes);
}

const isPattern = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= maxTextLength;
const isName = (value: unknown): value is string => isPattern(value) && value.length <= maxNameLength;
const isPriority = (value: unknown): value is number => isCount(value) && value >= 1 && value <= 9999;
const isVersion = (value: unknown): value is number => value === 1;
/** A whole number, 0 or more. */
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
/** A number from 0 to 1. */
export const isRate = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= 1;

const maxShownLength = 60;

/** A value as a person may be shown it, not longer than a line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = isRecord(value)
    ? `an object with ${Object.keys(value).join(', ') || 'nothing in it'}`
    : toText(value);
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength)}…` : text;
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'string' ? JSON.stringify(value.slice(0, maxShownLength)) : String(value);
}
