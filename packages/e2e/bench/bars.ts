import type { WorkName } from './plan.ts';
import type { VariantSummary } from './summary.ts';

/** One promise about our telemetry, and whether this run kept it. */
export interface Bar {
  readonly promise: string;
  readonly measured: number;
  readonly atMost: number;
  readonly passed: boolean;
}

const limits = {
  'two-hops': { timesBare: 1.25, shareOfHonoOtel: 0.5 },
  'one-hop': { timesBare: 1.3, shareOfHonoOtel: undefined },
} as const;

/** The bars for `cruddur` in one work. A figure that could not be measured does not pass. */
export function judge(work: WorkName, summaries: readonly VariantSummary[]): readonly Bar[] {
  const ours = summaries.find(({ variant }) => variant === 'cruddur');
  const { timesBare, shareOfHonoOtel } = limits[work];
  const bar = (promise: string, measured: number | undefined, atMost: number): Bar => ({
    promise: `${work}: ${promise}`,
    measured: measured ?? Number.NaN,
    atMost,
    passed: measured !== undefined && measured <= atMost,
  });
  return [
    bar('CPU a request, times bare', ours?.timesBare.median, timesBare),
    ...(shareOfHonoOtel === undefined
      ? []
      : [bar('CPU added, share of what hono-otel adds', ours?.shareOfHonoOtel, shareOfHonoOtel)]),
    // A surplus would hide a loss, so it counts as one; and who sent nothing has proven nothing.
    bar('spans lost', ours?.spansReceived ? Math.abs(ours.spansLost) : undefined, 0),
  ];
}
