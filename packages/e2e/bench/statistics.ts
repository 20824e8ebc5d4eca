/** A median with the quartiles around it. */
export interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** The `fraction` quantile of ascending `sorted`, interpolated linearly between neighbours; NaN of nothing. */
export function quantile(sorted: Readonly<ArrayLike<number>>, fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function toSpread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    lowerQuartile: quantile(sorted, 0.25),
    upperQuartile: quantile(sorted, 0.75),
  };
}

export function toMedian(values: readonly number[]): number {
  return toSpread(values).median;
}

/** One turn of one variant as the pairing sees it. */
export interface TimedTurn<Name extends string> {
  readonly variant: Name;
  readonly cpuMicrosPerRequest: number;
}

/**
 * Each turn's CPU a request as a ratio to the baseline at that moment: the mean of the nearest baseline turns before and
 * after it. `turns` are in the order in which they ran. A baseline turn is set against its own neighbours, which shows the
 * noise. A turn without any other baseline turn gives no ratio.
 */
export function toRatios<Name extends string>(
  turns: readonly TimedTurn<Name>[],
  baseline: Name,
): ReadonlyMap<Name, readonly number[]> {
  const ratios = new Map<Name, number[]>();
  for (const [index, turn] of turns.entries()) {
    const isBaseline = (other: TimedTurn<Name>): boolean => other.variant === baseline;
    const neighbours = [turns.slice(0, index).findLast(isBaseline), turns.slice(index + 1).find(isBaseline)]
      .filter((neighbour) => neighbour !== undefined)
      .map((neighbour) => neighbour.cpuMicrosPerRequest);
    if (neighbours.length === 0) continue;
    const reference = neighbours.reduce((sum, value) => sum + value, 0) / neighbours.length;
    ratios.set(turn.variant, [...(ratios.get(turn.variant) ?? []), turn.cpuMicrosPerRequest / reference]);
  }
  return ratios;
}
