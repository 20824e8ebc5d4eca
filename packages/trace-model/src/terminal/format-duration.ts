/** A duration as people read it: `640 ns`, `12.3 µs`, `4.56 ms`, `1.20 s`, `2 min 5 s`; three significant digits. */
export function formatDuration(durationMs: number): string {
  const sign = durationMs < 0 ? '-' : '';
  const nanos = Math.round(Math.abs(durationMs) * 1e6);
  if (nanos === 0) return '0 ms';
  if (nanos < 999.5) return `${sign}${nanos} ns`;
  if (nanos < 999.5e3) return `${sign}${toThreeDigits(nanos / 1e3)} µs`;
  if (nanos < 999.5e6) return `${sign}${toThreeDigits(nanos / 1e6)} ms`;
  if (nanos < 59.95e9) return `${sign}${toThreeDigits(nanos / 1e9)} s`;
  const seconds = Math.round(nanos / 1e9);
  return `${sign}${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function toThreeDigits(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
