import type { TraceTree } from './trace-tree.ts';

export interface ServiceSpanCount {
  readonly name: string;
  readonly spanCount: number;
}

/** The services of a trace in order of first appearance in the waterfall. */
export function countServices(tree: TraceTree): readonly ServiceSpanCount[] {
  const counts = new Map<string, number>();
  for (const { service } of tree.nodes) counts.set(service, (counts.get(service) ?? 0) + 1);
  return [...counts].map(([name, spanCount]) => ({ name, spanCount }));
}
