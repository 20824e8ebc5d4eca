import { doNotRecord, type SamplingResult } from '../../trace/sampler.ts';
import { createReservoir } from './reservoir.ts';
import { createRuleStatistics, type RuleStatistics } from './rule-statistics.ts';
import type { SamplingRule } from './sampling-rule.ts';
import type { SamplingTarget } from './sampling-targets.ts';

/** Whose the reservoir of a rule is: this process's alone, or that of all services, of which X-Ray assigns quotas. */
export type ReservoirOwner = 'process' | 'account';

/** Decides by one rule that matched, and counts. */
export interface RuleSampler {
  readonly decide: (monotonicMs: number) => SamplingResult;
  /** `untilMs` is when the target's quota ends, on the clock of `decide`. */
  readonly useTarget: (target: SamplingTarget, untilMs: number) => void;
  /** The same rule as X-Ray has it now: counts stay, a target too unless the rule's own numbers have changed. */
  readonly updateRule: (rule: SamplingRule) => void;
  readonly statistics: RuleStatistics;
}

interface Quota {
  readonly perSecond: number;
  readonly untilMs: number;
}

export function createRuleSampler(
  initialRule: SamplingRule,
  owner: ReservoirOwner,
  random: () => number,
): RuleSampler {
  const statistics = createRuleStatistics();
  const reservoir = createReservoir();
  // Made once: a request must not pay for them.
  const byReservoir = sampledBy(initialRule.name, 'reservoir');
  const byBorrowing = sampledBy(initialRule.name, 'borrow');
  const byRate = sampledBy(initialRule.name, 'fixed_rate');
  let rule = initialRule;
  let fixedRate = rule.fixedRate;
  let quota: Quota | undefined =
    owner === 'process' ? { perSecond: rule.reservoirSize, untilMs: Number.POSITIVE_INFINITY } : undefined;

  const result = (monotonicMs: number): SamplingResult => {
    if (quota !== undefined && monotonicMs < quota.untilMs) {
      if (reservoir.take(monotonicMs, quota.perSecond)) return byReservoir;
    } else if (rule.reservoirSize > 0 && reservoir.take(monotonicMs, 1)) {
      return byBorrowing;
    }
    // Not by the trace id: that may be of the caller's choosing.
    return random() < fixedRate ? byRate : doNotRecord;
  };

  return {
    statistics,
    decide: (monotonicMs) => {
      const decision = result(monotonicMs);
      statistics.count(decision !== doNotRecord, decision === byBorrowing);
      return decision;
    },
    useTarget: (target, untilMs) => {
      fixedRate = target.fixedRate ?? fixedRate;
      if (target.reservoirQuota !== undefined) quota = { perSecond: target.reservoirQuota, untilMs };
    },
    updateRule: (updated) => {
      if (updated.fixedRate !== rule.fixedRate) fixedRate = updated.fixedRate;
      if (updated.reservoirSize !== rule.reservoirSize) quota = undefined;
      rule = updated;
    },
  };
}

function sampledBy(ruleName: string, decidedBy: 'reservoir' | 'borrow' | 'fixed_rate'): SamplingResult {
  return {
    decision: 2,
    attributes: { 'aws.xray.sampling_rule': ruleName, 'cruddur.sampling.decided_by': decidedBy },
  };
}
