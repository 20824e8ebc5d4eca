const timeFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/**
 * Local wall-clock time with milliseconds, `14:03:07.120`. The day goes before it when it is not the day of
 * `besideMs`, the time next to which it is read; without one, always.
 */
export function formatClockTime(epochMs: number, besideMs?: number): string {
  const day = dayFormat.format(epochMs);
  const time = timeFormat.format(epochMs);
  return besideMs !== undefined && day === dayFormat.format(besideMs) ? time : `${day}, ${time}`;
}
