import type { Bar } from './bars.ts';
import { formatTable } from './format-table.ts';
import type { WorkName } from './plan.ts';
import type { VariantSummary } from './summary.ts';

/** The figures of one work as a table for a terminal. */
export function formatSummaries(work: WorkName, summaries: readonly VariantSummary[]): string {
  const spans = work === 'two-hops' ? '3 spans' : '1 span';
  const rows = summaries.map((summary) => {
    const { median, lowerQuartile, upperQuartile } = summary.timesBare;
    const isBare = summary.variant === 'bare';
    return [
      summary.variant,
      summary.cpuMicrosPerRequest.toFixed(1),
      `${median.toFixed(2)} (${lowerQuartile.toFixed(2)}-${upperQuartile.toFixed(2)})`,
      isBare ? '-' : summary.addedMicros.toFixed(1),
      isBare ? '-' : summary.shareOfHonoOtel.toFixed(2),
      summary.requestsPerSecond.toFixed(0),
      summary.p50Ms.toFixed(2),
      summary.p99Ms.toFixed(2),
      summary.residentMegabytes.toFixed(0),
      String(summary.spansDue),
      String(summary.spansReceived),
      String(summary.spansLost),
      summary.utilisation.toFixed(2),
    ];
  });
  return `${work} (${spans} a request)\n${formatTable([headings, ...rows])}`;
}

export const legend = `CPU us/req: user and system time of all threads of all services, exports included, by the kernel's account.
x bare: against the bare turns just before and after, median (quartiles); of bare against itself it is the noise.
+us: (x bare - 1) x bare's CPU. of hono-otel: the same as a share of what hono-otel adds.
CPU busy: CPU time of the services by wall time, 1 when they are saturated. Far below it other work took their CPU: run it\nagain on a quiet machine, as a cold cache makes everything dearer, and large programs more.`;

const headings = [
  'variant',
  'CPU us/req',
  'x bare',
  '+us',
  'of hono-otel',
  'req/s',
  'p50 ms',
  'p99 ms',
  'RSS MB',
  'spans due',
  'received',
  'lost',
  'CPU busy',
];

export function formatBars(bars: readonly Bar[]): string {
  return formatTable(
    bars.map(({ promise, measured, atMost, passed }) => [
      promise,
      Number.isInteger(measured) ? String(measured) : measured.toFixed(2),
      `at most ${atMost}`,
      passed ? 'PASS' : 'FAIL',
    ]),
  );
}
