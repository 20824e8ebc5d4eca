import type { AttributeValue } from '@cruddur/trace-model';
import type { AttributeMatcher, NameMatcher } from '../contract/span-contract.ts';

export function matchesAttribute(matcher: AttributeMatcher, value: AttributeValue | undefined): boolean {
  if (value === undefined) return false;
  if (typeof matcher !== 'object') return value === matcher;
  if ('any' in matcher) return true;
  if ('oneOf' in matcher) return matcher.oneOf.some((allowed) => allowed === value);
  if ('matching' in matcher) return typeof value === 'string' && new RegExp(matcher.matching).test(value);
  return typeof value === matcher.type;
}

export function matchesName(matcher: NameMatcher, name: string): boolean {
  return typeof matcher === 'string' ? name === matcher : new RegExp(matcher.matching).test(name);
}

/** `enduser.*` names every key that begins with `enduser.`. */
export function matchesKey(pattern: string, key: string): boolean {
  return pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
}

/** For people: `"x"`, `a string`, `one of 1, 2`, `/x/`. */
export function describeMatcher(matcher: AttributeMatcher | NameMatcher): string {
  if (typeof matcher !== 'object') return JSON.stringify(matcher);
  if ('any' in matcher) return 'any value';
  if ('oneOf' in matcher) return `one of ${matcher.oneOf.map((value) => JSON.stringify(value)).join(', ')}`;
  if ('matching' in matcher) return `/${matcher.matching}/`;
  return `a ${matcher.type}`;
}
