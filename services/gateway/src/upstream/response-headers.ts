/** The upstream's headers that mean something to our clients; everything else stays between the two services. */
const passedOn = ['content-type', 'location', 'link', 'retry-after'] as const;

/**
 * The headers of an upstream answer that are passed on.
 * It is an allow-list, so hop-by-hop headers (RFC 9110 section 7.6.1) cannot slip through;
 * a listed header that the upstream names in `Connection` is hop-by-hop too and is left out.
 */
export function toForwardedHeaders(headers: Headers): Readonly<Record<string, string>> {
  const connection = headers.get('connection');
  const hopByHop =
    connection === null
      ? []
      : connection
          .toLowerCase()
          .split(',')
          .map((name) => name.trim());
  const forwarded: Record<string, string> = {};
  for (const name of passedOn) {
    const value = headers.get(name);
    if (value !== null && !hopByHop.includes(name)) forwarded[name] = value;
  }
  return forwarded;
}

/**
 * `Retry-After` in milliseconds: delay seconds or an HTTP date (RFC 9110 section 10.2.3).
 * Undefined when absent or unreadable.
 */
export function parseRetryAfterMs(value: string | null, epochMs: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Date.parse reads far more than HTTP dates ("-1", "2"): ask for the weekday that every HTTP date starts with.
  const dateMs = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - epochMs);
}
