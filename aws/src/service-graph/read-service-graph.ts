import {
  paginateGetServiceGraph,
  type EdgeStatistics,
  type HistogramEntry,
  type ServiceStatistics,
  type XRayClient,
} from '@aws-sdk/client-xray';
import type { GraphEdge, GraphNode, GraphStatistics, ServiceGraph } from './service-graph.ts';

export interface ServiceGraphQuery {
  readonly startTime: Date;
  readonly endTime: Date;
  /** Undefined: all traces. */
  readonly groupName: string | undefined;
}

/** Asks X-Ray for all pages of the graph. Rejects with an `AwsFailure`. */
export async function readServiceGraph(
  client: XRayClient,
  { startTime, endTime, groupName }: ServiceGraphQuery,
): Promise<ServiceGraph> {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  let containsOldGroupVersions = false;
  const query = {
    StartTime: startTime,
    EndTime: endTime,
    ...(groupName === undefined ? {} : { GroupName: groupName }),
  };
  for await (const page of paginateGetServiceGraph({ client }, query)) {
    containsOldGroupVersions ||= page.ContainsOldGroupVersions ?? false;
    for (const service of page.Services ?? []) {
      const { ReferenceId: id, Name: name, Type: type } = service;
      if (id === undefined) continue;
      const statistics = toStatistics(service.SummaryStatistics, service.ResponseTimeHistogram);
      nodes.push({ id, name: name ?? '(no name)', type, statistics });
      for (const edge of service.Edges ?? [])
        if (edge.ReferenceId !== undefined)
          edges.push({
            from: id,
            to: edge.ReferenceId,
            statistics: toStatistics(edge.SummaryStatistics, edge.ResponseTimeHistogram),
          });
    }
  }
  return { nodes, edges, containsOldGroupVersions };
}

function toStatistics(
  summary: EdgeStatistics | ServiceStatistics | undefined,
  histogram: readonly HistogramEntry[] | undefined,
): GraphStatistics {
  return {
    requests: summary?.TotalCount ?? 0,
    faults: summary?.FaultStatistics?.TotalCount ?? 0,
    errors: summary?.ErrorStatistics?.TotalCount ?? 0,
    throttles: summary?.ErrorStatistics?.ThrottleCount ?? 0,
    totalResponseTimeMs: (summary?.TotalResponseTime ?? 0) * 1000,
    histogram: (histogram ?? []).map(({ Value, Count }) => ({
      responseTimeMs: (Value ?? 0) * 1000,
      count: Count ?? 0,
    })),
  };
}
