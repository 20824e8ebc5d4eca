import { activateRules, type ActiveRule } from './active-rules.ts';
import type { SamplingRuleProblem } from './read-sampling-rule.ts';
import type { RuleRecords } from './rule-records.ts';
import type { SampledService } from './rule-matcher.ts';
import { createRuleSampler, type RuleSampler } from './rule-sampler.ts';
import { maxReportsPerCall, type SamplingApi } from './sampling-api.ts';
import type { SamplingRule } from './sampling-rule.ts';
import type { SamplingTarget } from './sampling-targets.ts';

export interface RemoteRulesOptions {
  readonly api: SamplingApi;
  readonly service: SampledService;
  /** How long rules are good for that could not be fetched again. */
  readonly rulesTtlMs: number;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  readonly random: () => number;
}

/** What a fetch gave, those rules included that are for other services. */
export interface FetchedRules {
  readonly rules: readonly SamplingRule[];
  readonly problems: readonly SamplingRuleProblem[];
}

/** The rules and targets that X-Ray gave, and what is to be reported of them. */
export interface RemoteRules {
  /** Undefined before the first fetch, and when the last one is too long ago. */
  readonly active: (monotonicMs: number) => readonly ActiveRule[] | undefined;
  /** Rejects when there is no answer; the rules then stay as they were. */
  readonly fetch: (signal: AbortSignal) => Promise<FetchedRules>;
  /**
   * Reports the rules whose turn it is and takes their targets. Rejects when there is no answer; the counts are then
   * in the next report.
   */
  readonly report: (signal: AbortSignal) => Promise<void>;
  /** Whether X-Ray has said that the rules changed since they were fetched. */
  readonly areOutdated: () => boolean;
}

/** What is kept of a rule while X-Ray has one of its name. */
interface ReportedRule {
  readonly sampler: RuleSampler;
  /** When its statistics are to be reported again. */
  dueAtMs: number;
}

/** The turn of a rule has come when it is this near: reports have their own rhythm, and it is not quite even. */
const reportSlackMs = 5000;

export function createRemoteRules(options: RemoteRulesOptions): RemoteRules {
  const { api, service, rulesTtlMs, nowMs, monotonicMs, random } = options;
  let active: readonly ActiveRule[] = [];
  let fetchedAtMs = Number.NEGATIVE_INFINITY;
  let reported: ReadonlyMap<string, ReportedRule> = new Map();
  // Both by X-Ray's clock, so that ours may be wrong.
  let modifiedAtMs = 0;
  /** What the rules that were fetched, or are about to be, take into account. */
  let knownModificationMs = 0;

  const fetch: RemoteRules['fetch'] = async (signal) => {
    const previousModificationMs = knownModificationMs;
    knownModificationMs = modifiedAtMs;
    try {
      return install(await api.getRules(signal));
    } catch (error) {
      knownModificationMs = previousModificationMs;
      throw error;
    }
  };

  const install = ({ rules, problems, modifiedAtMs: latestRuleMs }: RuleRecords): FetchedRules => {
    if (rules.length === 0 && problems.length > 0) throw new Error('none of the sampling rules can be read');
    const next = new Map<string, ReportedRule>();
    const first = rules.filter(({ name }, index) => rules.findIndex((rule) => rule.name === name) === index);
    active = activateRules(first, service, (rule) => {
      const known = reported.get(rule.name);
      known?.sampler.updateRule(rule);
      const sampler = known?.sampler ?? createRuleSampler(rule, 'account', random);
      next.set(rule.name, known ?? { sampler, dueAtMs: Number.NEGATIVE_INFINITY });
      return sampler;
    });
    reported = next;
    fetchedAtMs = monotonicMs();
    knownModificationMs = Math.max(knownModificationMs, latestRuleMs);
    return { rules: first, problems };
  };

  const useTarget = (target: SamplingTarget): void => {
    const { ruleName, quotaEndsMs = 0, intervalMs } = target;
    const rule = reported.get(ruleName);
    if (rule === undefined) return;
    // Turned at once to the clock that never jumps.
    rule.sampler.useTarget(target, monotonicMs() + quotaEndsMs - nowMs());
    if (intervalMs !== undefined) rule.dueAtMs = monotonicMs() + intervalMs - reportSlackMs;
  };

  const report: RemoteRules['report'] = async (signal) => {
    const startedAtMs = monotonicMs();
    const due = [...reported]
      .filter(([, { dueAtMs }]) => dueAtMs <= startedAtMs)
      .map(([ruleName, { sampler }]) => ({
        ruleName,
        counts: sampler.statistics.unreported(),
        statistics: sampler.statistics,
      }))
      .filter(({ counts }) => counts.requests > 0);
    for (let start = 0; start < due.length; start += maxReportsPerCall) {
      const reports = due.slice(start, start + maxReportsPerCall);
      const { targets, lastRuleModificationMs = 0, unprocessedRules } = await api.getTargets(reports, signal);
      for (const { ruleName, counts, statistics } of reports) {
        if (!unprocessedRules.has(ruleName)) statistics.acknowledge(counts);
      }
      targets.forEach(useTarget);
      modifiedAtMs = Math.max(modifiedAtMs, lastRuleModificationMs);
    }
  };

  return {
    active: (atMs) => (atMs - fetchedAtMs < rulesTtlMs ? active : undefined),
    fetch,
    report,
    areOutdated: () => modifiedAtMs > knownModificationMs,
  };
}
