/**
 * Ids of events, for `dedup event_id` in Logs Insights: what was sent twice has the same one. Random once per process,
 * then counted: an id per event must cost next to nothing.
 */
export function createEventIds(): () => string {
  const prefix = crypto.randomUUID().replaceAll('-', '').slice(0, 16);
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${count.toString(36)}`;
  };
}
