/** What a rule did, as X-Ray is told. */
export interface RuleCounts {
  readonly requests: number;
  /** Those that were sampled, for whatever reason. */
  readonly sampled: number;
  /** Those of the sampled ones that no quota was there for. */
  readonly borrowed: number;
}

/** Counts since start, and how much of them X-Ray has been told: what a report took that failed is in the next one. */
export interface RuleStatistics {
  readonly count: (sampled: boolean, borrowed: boolean) => void;
  readonly unreported: () => RuleCounts;
  /** X-Ray has got a report with these counts. */
  readonly acknowledge: (counts: RuleCounts) => void;
}

export function createRuleStatistics(): RuleStatistics {
  let requests = 0;
  let sampled = 0;
  let borrowed = 0;
  return {
    count: (isSampled, isBorrowed) => {
      requests += 1;
      if (isSampled) sampled += 1;
      if (isBorrowed) borrowed += 1;
    },
    unreported: () => ({ requests, sampled, borrowed }),
    acknowledge: (counts) => {
      requests -= counts.requests;
      sampled -= counts.sampled;
      borrowed -= counts.borrowed;
    },
  };
}
