import type { Attributes } from '@opentelemetry/api';
import { requestHost, requestMethod, requestPath } from './request-fields.ts';
import { defaultRuleName, type SamplingRule } from './sampling-rule.ts';
import { compileWildcard, matchesAnything } from './wildcard.ts';

/** What rules know of the service itself. */
export interface SampledService {
  readonly serviceName: string;
  readonly serviceType: string | undefined;
  readonly resourceArn: string | undefined;
}

/** Whether a rule is for a request, told from the attributes that its root span starts with. */
export type RequestMatcher = (attributes: Attributes) => boolean;

export function isForServiceName(rule: SamplingRule, serviceName: string): boolean {
  return rule.name === defaultRuleName || compileWildcard(rule.serviceName)(serviceName);
}

/** Undefined for a rule that is for other services, as nothing of the service changes while it runs. */
export function createRuleMatcher(rule: SamplingRule, service: SampledService): RequestMatcher | undefined {
  // X-Ray does not let anybody change what the default rule matches.
  if (rule.name === defaultRuleName) return () => true;
  if (
    !isForServiceName(rule, service.serviceName) ||
    !matchesKnown(rule.serviceType, service.serviceType) ||
    !matchesKnown(rule.resourceArn, service.resourceArn)
  ) {
    return undefined;
  }
  const conditions = requestConditions(rule);
  return (attributes) => {
    for (const isMet of conditions) if (!isMet(attributes)) return false;
    return true;
  };
}

/** What is not known is matched by `*` alone. */
function matchesKnown(pattern: string, text: string | undefined): boolean {
  return matchesAnything(pattern) || (text !== undefined && compileWildcard(pattern)(text));
}

function requestConditions(rule: SamplingRule): readonly RequestMatcher[] {
  const conditions: RequestMatcher[] = [];
  if (!matchesAnything(rule.httpMethod)) conditions.push(textCondition(rule.httpMethod, requestMethod));
  if (!matchesAnything(rule.urlPath)) conditions.push(textCondition(rule.urlPath, requestPath));
  if (!matchesAnything(rule.host)) conditions.push(hostCondition(rule.host));
  for (const [name, pattern] of Object.entries(rule.attributes)) {
    conditions.push(textCondition(pattern, (attributes) => attributeText(attributes, name)));
  }
  return conditions;
}

function textCondition(
  pattern: string,
  read: (attributes: Attributes) => string | undefined,
): RequestMatcher {
  const matches = compileWildcard(pattern);
  return (attributes) => {
    const text = read(attributes);
    return text !== undefined && matches(text);
  };
}

function hostCondition(pattern: string): RequestMatcher {
  const matches = compileWildcard(pattern);
  return (attributes) => {
    const host = requestHost(attributes);
    return (
      host !== undefined && (matches(host.name) || (host.withPort !== undefined && matches(host.withPort)))
    );
  };
}

function attributeText(attributes: Attributes, name: string): string | undefined {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}
