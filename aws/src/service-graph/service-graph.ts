/** Requests and how they ended and how long they took, over the time that was asked for. */
export interface GraphStatistics {
  readonly requests: number;
  /** 5xx. */
  readonly faults: number;
  /** 4xx, throttles included. */
  readonly errors: number;
  /** 429. */
  readonly throttles: number;
  /** Sum over all requests. */
  readonly totalResponseTimeMs: number;
  readonly histogram: readonly { readonly responseTimeMs: number; readonly count: number }[];
}

export interface GraphNode {
  readonly id: number;
  readonly name: string;
  /** Such as `client`, `remote`, `AWS::DynamoDB::Table`; undefined for a plain service. */
  readonly type: string | undefined;
  readonly statistics: GraphStatistics;
}

export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  /** As the caller saw it. */
  readonly statistics: GraphStatistics;
}

export interface ServiceGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** The group's filter changed within the time: X-Ray mixes traces of both filters. */
  readonly containsOldGroupVersions: boolean;
}

/** The mean; undefined without requests. */
export function averageResponseTimeMs({
  requests,
  totalResponseTimeMs,
}: GraphStatistics): number | undefined {
  return requests === 0 ? undefined : totalResponseTimeMs / requests;
}

/**
 * The response time that `share` (0 to 1) of the requests stayed within, as far as the histogram tells; undefined where
 * it is empty. X-Ray groups similar times, so this is near the true percentile, not exact.
 */
export function percentileResponseTimeMs({ histogram }: GraphStatistics, share: number): number | undefined {
  const entries = histogram.toSorted((a, b) => a.responseTimeMs - b.responseTimeMs);
  const total = entries.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { responseTimeMs, count } of entries) {
    seen += count;
    if (count > 0 && seen >= share * total) return responseTimeMs;
  }
  return undefined;
}
