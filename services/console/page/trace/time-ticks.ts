export interface TimeTick {
  /** Fraction (0 to 1) of the ruler. */
  readonly position: number;
  readonly label: string;
}

const UNITS = [
  { ms: 1000, name: 's' },
  { ms: 1, name: 'ms' },
  { ms: 1e-3, name: 'µs' },
  { ms: 1e-6, name: 'ns' },
] as const;

/**
 * Ticks of a ruler of `extentMs` that begins at `startMs` (negative: before the trace does), at most `maxTicks` after the
 * first, on round numbers of one unit.
 */
export function toTimeTicks(extentMs: number, maxTicks: number, startMs = 0): readonly TimeTick[] {
  if (extentMs <= 0) return [{ position: 0, label: '0 ms' }];
  const stepMs = roundStep(extentMs / maxTicks);
  const unit = UNITS.find(({ ms }) => extentMs >= ms) ?? UNITS[3];
  const first = Math.ceil(startMs / stepMs - 1e-9);
  const last = Math.floor((startMs + extentMs) / stepMs + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const atMs = (first + index) * stepMs;
    // Twelve digits hide what binary fractions do to 3 * 0.1.
    const label = `${Number((atMs / unit.ms).toPrecision(12))} ${unit.name}`;
    return { position: (atMs - startMs) / extentMs, label };
  });
}

/** The smallest of 1, 2, 5, 10, 20, 50 and so on that is not under `atLeast`. */
function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((factor) => factor * power >= atLeast * (1 - 1e-9)) ?? 10;
  return factor * power;
}
