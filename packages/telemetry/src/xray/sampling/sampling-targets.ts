import { isRecord } from '../../is-record.ts';
import { isCount, isRate } from './read-sampling-rule.ts';

/** What X-Ray gives one service of a rule until the next report. */
export interface SamplingTarget {
  readonly ruleName: string;
  readonly fixedRate: number | undefined;
  /** Requests a second; only together with its end. */
  readonly reservoirQuota: number | undefined;
  /** Epoch milliseconds, by X-Ray's clock. */
  readonly quotaEndsMs: number | undefined;
  /** How long to wait with the next report of this rule. */
  readonly intervalMs: number | undefined;
}

/** The answer of `GetSamplingTargets`. */
export interface SamplingTargets {
  readonly targets: readonly SamplingTarget[];
  /** Epoch milliseconds, by X-Ray's clock. */
  readonly lastRuleModificationMs: number | undefined;
  /** Rules whose statistics X-Ray did not take. */
  readonly unprocessedRules: ReadonlySet<string>;
}

/** Undefined for what is no such answer; a target with nonsense in it is left out. Never throws. */
export function parseSamplingTargets(value: unknown): SamplingTargets | undefined {
  if (!isRecord(value)) return undefined;
  const documents = value['SamplingTargetDocuments'];
  if (!Array.isArray(documents)) return undefined;
  const unprocessed: readonly unknown[] = Array.isArray(value['UnprocessedStatistics'])
    ? value['UnprocessedStatistics']
    : [];
  return {
    targets: documents.map(toTarget).filter((target) => target !== undefined),
    lastRuleModificationMs: fromEpochSeconds(value['LastRuleModification']),
    unprocessedRules: new Set(
      unprocessed
        .map((entry) => (isRecord(entry) ? entry['RuleName'] : undefined))
        .filter((name) => typeof name === 'string'),
    ),
  };
}

function toTarget(document: unknown): SamplingTarget | undefined {
  if (!isRecord(document) || typeof document['RuleName'] !== 'string') return undefined;
  const quota = document['ReservoirQuota'];
  const quotaEndsMs = fromEpochSeconds(document['ReservoirQuotaTTL']);
  const rate = document['FixedRate'];
  const interval = document['Interval'];
  return {
    ruleName: document['RuleName'],
    fixedRate: isRate(rate) ? rate : undefined,
    reservoirQuota: isCount(quota) && quotaEndsMs !== undefined ? quota : undefined,
    quotaEndsMs,
    intervalMs: isCount(interval) ? interval * 1000 : undefined,
  };
}

/** X-Ray's JSON has times as seconds with fraction. */
export function fromEpochSeconds(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value * 1000 : undefined;
}
