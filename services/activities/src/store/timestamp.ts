/** ISO 8601 with a numeric offset, as the original wrote its times: `2026-11-21T10:00:00.000+00:00`. */
export function toTimestamp(time: Date): string {
  return time.toISOString().replace('Z', '+00:00');
}
