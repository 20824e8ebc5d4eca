import { isRecord } from '../../is-record.ts';
import { readSamplingRule, type SamplingRuleProblem } from './read-sampling-rule.ts';
import type { SamplingRule } from './sampling-rule.ts';
import { fromEpochSeconds } from './sampling-targets.ts';

/** One page of the answer of `GetSamplingRules`, or all of them together. */
export interface RuleRecords {
  readonly rules: readonly SamplingRule[];
  /** Rules that could not be read. They are left out: one that is new to us must not take the others with it. */
  readonly problems: readonly SamplingRuleProblem[];
  /** The latest change of any of the rules, epoch milliseconds by X-Ray's clock; 0 when none is given. */
  readonly modifiedAtMs: number;
  readonly nextToken: string | undefined;
}

/** Undefined for what is no such answer. Never throws. */
export function parseRuleRecords(value: unknown): RuleRecords | undefined {
  const records = isRecord(value) ? value['SamplingRuleRecords'] : undefined;
  if (!isRecord(value) || !Array.isArray(records)) return undefined;
  const problems: SamplingRuleProblem[] = [];
  const rules: SamplingRule[] = [];
  let modifiedAtMs = 0;
  for (const [index, record] of records.entries()) {
    const path = `$.SamplingRuleRecords[${index}]`;
    const fields = isRecord(record) ? record : {};
    const rule = readSamplingRule(fields['SamplingRule'], `${path}.SamplingRule`, problems);
    if (rule !== undefined) rules.push(rule);
    modifiedAtMs = Math.max(modifiedAtMs, fromEpochSeconds(fields['ModifiedAt']) ?? 0);
  }
  const nextToken = value['NextToken'];
  return {
    rules,
    problems,
    modifiedAtMs,
    nextToken: typeof nextToken === 'string' && nextToken !== '' ? nextToken : undefined,
  };
}
