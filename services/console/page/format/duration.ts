const UNITS = [
  { perMs: 1e6, name: 'ns', below: 1e-3 },
  { perMs: 1e3, name: 'µs', below: 1 },
  { perMs: 1, name: 'ms', below: 1e3 },
  { perMs: 1e-3, name: 's', below: 6e4 },
] as const;

/**
 * A duration to three significant digits in the unit that suits it: `812 µs`, `12.4 ms`, `1.24 s`, `2 min 05 s`.
 * Trailing zeros are kept, so that figures under each other line up. Negative durations carry a minus sign.
 */
export function formatDuration(durationMs: number): string {
  if (durationMs < 0) return `−${formatDuration(-durationMs)}`;
  if (durationMs === 0) return '0 ms';
  // Rounding first keeps 999.9 µs from being shown as "1000 µs".
  const rounded = Number(durationMs.toPrecision(3));
  const unit = UNITS.find(({ below }) => rounded < below);
  if (unit === undefined) return formatMinutes(durationMs);
  const value = rounded * unit.perMs;
  if (unit.name === 'ns') return `${Math.round(value)} ns`;
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit.name}`;
}

function formatMinutes(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** A duration in milliseconds whatever its size, for gaps that are read against each other: `0.8 ms`. */
export function formatMilliseconds(durationMs: number): string {
  const rounded = Number(
    durationMs.toFixed(Math.abs(durationMs) < 0.1 ? 3 : Math.abs(durationMs) < 10 ? 2 : 1),
  );
  return `${rounded < 0 ? '−' : ''}${Math.abs(rounded)} ms`;
}
