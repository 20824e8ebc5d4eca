import type { Generation, Turn } from './generation.ts';
import { toMedian, toRatios, toSpread, type Spread } from './statistics.ts';
import { variantNames, type VariantName } from './variants/variant.ts';

/** One variant over all generations of one work. */
export interface VariantSummary {
  readonly variant: VariantName;
  readonly cpuMicrosPerRequest: number;
  /** CPU a request against bare at the same moment; of `bare` itself it is the noise. */
  readonly timesBare: Spread;
  /** (median ratio - 1) x median bare, so that drift between turns is out of it. */
  readonly addedMicros: number;
  /** What it adds as a share of what `hono-otel` adds. */
  readonly shareOfHonoOtel: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentMegabytes: number;
  readonly utilisation: number;
  readonly spansDue: number;
  readonly spansReceived: number;
  readonly spansLost: number;
}

export function toSummaries(generations: readonly Generation[]): readonly VariantSummary[] {
  const turns = generations.flatMap((generation) => generation.turns);
  const ratios = generations.map((generation) => toRatios(generation.turns, 'bare'));
  const median = (variant: VariantName, value: (turn: Turn) => number): number =>
    toMedian(turns.filter((turn) => turn.variant === variant).map(value));
  const timesBare = (variant: VariantName): Spread =>
    toSpread(ratios.flatMap((ratiosOfGeneration) => ratiosOfGeneration.get(variant) ?? []));

  const bareMicros = median('bare', (turn) => turn.cpuMicrosPerRequest);
  const addedByHonoOtel = timesBare('hono-otel').median - 1;
  return variantNames.map((variant) => {
    const spread = timesBare(variant);
    const spansDue = sum(generations.map(({ spans }) => spans.get(variant)?.due ?? 0));
    const spansReceived = sum(generations.map(({ spans }) => spans.get(variant)?.received ?? 0));
    return {
      variant,
      cpuMicrosPerRequest: median(variant, (turn) => turn.cpuMicrosPerRequest),
      timesBare: spread,
      addedMicros: (spread.median - 1) * bareMicros,
      shareOfHonoOtel: (spread.median - 1) / addedByHonoOtel,
      requestsPerSecond: median(variant, (turn) => turn.requestsPerSecond),
      p50Ms: median(variant, (turn) => turn.p50Ms),
      p99Ms: median(variant, (turn) => turn.p99Ms),
      residentMegabytes: median(variant, (turn) => turn.residentBytes) / 1e6,
      utilisation: median(variant, (turn) => turn.utilisation),
      spansDue,
      spansReceived,
      spansLost: spansDue - spansReceived,
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
