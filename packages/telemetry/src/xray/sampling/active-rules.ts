import type { Attributes } from '@opentelemetry/api';
import { doNotRecord, type SamplingResult } from '../../trace/sampler.ts';
import { createRuleMatcher, type RequestMatcher, type SampledService } from './rule-matcher.ts';
import type { RuleSampler } from './rule-sampler.ts';
import { compareSamplingRules, defaultRule, defaultRuleName, type SamplingRule } from './sampling-rule.ts';

/** A rule that may apply to requests of this service. */
export interface ActiveRule {
  readonly rule: SamplingRule;
  readonly matches: RequestMatcher;
  readonly sampler: RuleSampler;
}

/** Those of `rules` that are for this service, in the order in which they are tried; the default rule is always there. */
export function activateRules(
  rules: readonly SamplingRule[],
  service: SampledService,
  samplerOf: (rule: SamplingRule) => RuleSampler,
): readonly ActiveRule[] {
  const hasDefault = rules.some(({ name }) => name === defaultRuleName);
  const active: ActiveRule[] = [];
  for (const rule of [...rules, ...(hasDefault ? [] : [defaultRule])].toSorted(compareSamplingRules)) {
    const matches = createRuleMatcher(rule, service);
    if (matches !== undefined) active.push({ rule, matches, sampler: samplerOf(rule) });
  }
  return active;
}

/** The first rule that matches decides. */
export function decideByRules(
  rules: readonly ActiveRule[],
  attributes: Attributes,
  monotonicMs: number,
): SamplingResult {
  for (const { matches, sampler } of rules) if (matches(attributes)) return sampler.decide(monotonicMs);
  return doNotRecord;
}
