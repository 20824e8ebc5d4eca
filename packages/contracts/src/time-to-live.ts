const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long a post stays listed: the value of `ttl` when a post is created. */
export type TimeToLive = '30-days' | '7-days' | '3-days' | '1-day' | '12-hours' | '3-hours' | '1-hour';

export const timeToLiveMs: Readonly<Record<TimeToLive, number>> = {
  '30-days': 30 * dayMs,
  '7-days': 7 * dayMs,
  '3-days': 3 * dayMs,
  '1-day': dayMs,
  '12-hours': 12 * hourMs,
  '3-hours': 3 * hourMs,
  '1-hour': hourMs,
};

export function isTimeToLive(text: string): text is TimeToLive {
  return Object.hasOwn(timeToLiveMs, text);
}
