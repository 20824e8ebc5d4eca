import { toSafeText } from '@cruddur/trace-model';
import {
  averageResponseTimeMs,
  percentileResponseTimeMs,
  type GraphNode,
  type GraphStatistics,
  type ServiceGraph,
} from './service-graph.ts';

const columns = ['requests', 'faults', 'errors', 'throttles', 'avg ms', 'p50 ms', 'p95 ms'] as const;

/** Two tables for a terminal: the services as they saw their requests, and the calls as their callers saw them. */
export function toServiceGraphText(graph: ServiceGraph): string {
  const names = new Map(graph.nodes.map((node) => [node.id, toNodeName(node)]));
  const services = graph.nodes.map((node) => toRow(toNodeName(node), node.statistics));
  const calls = graph.edges.map(({ from, to, statistics }) =>
    toRow(`${names.get(from) ?? '(unknown)'} -> ${names.get(to) ?? '(unknown)'}`, statistics),
  );
  const tables = [toTable('service', services)];
  if (calls.length > 0) tables.push(toTable('call', calls));
  return tables.join('\n');
}

/** Why X-Ray may have nothing to show, likeliest first. */
export function toEmptyGraphText(minutes: number, groupName: string | undefined): string {
  const reasons = [
    `no request in the last ${minutes} minutes; X-Ray shows one half a minute to a minute late`,
    'the services do not send to X-Ray: AWS_XRAY_DAEMON_ADDRESS is not set, or no daemon listens there',
    'the daemon sends to another region than this one, or its log names a missing permission',
    "the sampling rule's ServiceName is not the service.name, or its rate and reservoir are 0",
    ...(groupName === undefined
      ? []
      : [`the filter of the group ${toSafeText(groupName)} matches nothing: look without --group`]),
  ];
  return ['nothing there. It may be that', ...reasons.map((reason) => `  - ${reason}`), ''].join('\n');
}

type Row = readonly string[];

function toNodeName({ name, type }: GraphNode): string {
  return type === undefined ? toSafeText(name) : `${toSafeText(name)} (${toSafeText(type)})`;
}

function toRow(title: string, statistics: GraphStatistics): Row {
  const { requests, faults, errors, throttles } = statistics;
  return [
    title,
    ...[requests, faults, errors, throttles].map(String),
    toMilliseconds(averageResponseTimeMs(statistics)),
    toMilliseconds(percentileResponseTimeMs(statistics, 0.5)),
    toMilliseconds(percentileResponseTimeMs(statistics, 0.95)),
  ];
}

function toMilliseconds(timeMs: number | undefined): string {
  if (timeMs === undefined) return '-';
  return timeMs < 10 ? timeMs.toFixed(1) : Math.round(timeMs).toString();
}

function toTable(title: string, rows: readonly Row[]): string {
  const all: readonly Row[] = [[title, ...columns], ...rows];
  const width = (column: number): number => Math.max(...all.map((row) => row[column]?.length ?? 0));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(width(column)) : cell.padStart(width(column))))
      .join('  '),
  );
  return `${lines.join('\n')}\n`;
}
