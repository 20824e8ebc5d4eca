import { QuotaLedger } from './quota-ledger.ts';
import type { SamplingRule } from './sampling-rule.ts';
import type { SamplingStatistics } from './sampling-statistics.ts';

export interface SamplingDeskOptions {
  readonly rules: readonly SamplingRule[];
  readonly rulesPerPage: number;
  readonly quotaTtlSeconds: number;
  readonly reportIntervalSeconds: number;
  readonly nowMs: () => number;
}

/** X-Ray's side of sampling: hands out rules in pages, and targets against statistics. Answers are API bodies. */
export class SamplingDesk {
  readonly #options: SamplingDeskOptions;
  readonly #ledger = new QuotaLedger();
  #rules: readonly SamplingRule[];
  #modifiedAtSeconds: number;

  constructor(options: SamplingDeskOptions) {
    this.#options = options;
    this.#rules = options.rules;
    this.#modifiedAtSeconds = this.#nowSeconds();
  }

  setRules(rules: readonly SamplingRule[]): void {
    this.#rules = rules;
    this.#modifiedAtSeconds = this.#nowSeconds();
    this.#ledger.clear();
  }

  /** `isLooping` names a next page for ever. */
  toRulesPage(nextToken: string | undefined, isLooping: boolean): object {
    const { rulesPerPage } = this.#options;
    const start = nextToken === undefined ? 0 : Number.parseInt(nextToken, 10) || 0;
    const end = start + rulesPerPage;
    const time = { CreatedAt: this.#modifiedAtSeconds, ModifiedAt: this.#modifiedAtSeconds };
    return {
      SamplingRuleRecords: this.#rules.slice(start, end).map((SamplingRule) => ({ SamplingRule, ...time })),
      ...(isLooping || end < this.#rules.length ? { NextToken: String(isLooping ? 0 : end) } : {}),
    };
  }

  toTargets(statistics: readonly SamplingStatistics[]): object {
    const { quotaTtlSeconds, reportIntervalSeconds } = this.#options;
    const now = this.#nowSeconds();
    const documents: object[] = [];
    const unprocessed: object[] = [];
    for (const { RuleName, ClientID } of statistics) {
      const rule = this.#rules.find((candidate) => candidate.RuleName === RuleName);
      if (rule === undefined) {
        unprocessed.push({ RuleName, ErrorCode: '400', Message: `there is no rule ${RuleName}` });
        continue;
      }
      documents.push({
        RuleName,
        FixedRate: rule.FixedRate,
        ReservoirQuota: this.#ledger.lend(rule, ClientID, now, quotaTtlSeconds),
        ReservoirQuotaTTL: now + quotaTtlSeconds,
        Interval: reportIntervalSeconds,
      });
    }
    return {
      SamplingTargetDocuments: documents,
      LastRuleModification: this.#modifiedAtSeconds,
      UnprocessedStatistics: unprocessed,
    };
  }

  #nowSeconds(): number {
    return this.#options.nowMs() / 1000;
  }
}
