/**
 * Reads `key=value,key=value` with percent-encoded values, the form of `OTEL_RESOURCE_ATTRIBUTES` and
 * `OTEL_EXPORTER_OTLP_HEADERS`. Undefined when any member is malformed: half a list would be a silent loss.
 */
export function parseKeyValueList(
  text: string,
): readonly (readonly [key: string, value: string])[] | undefined {
  const pairs: (readonly [string, string])[] = [];
  for (const member of text.split(',')) {
    if (member.trim() === '') continue;
    const separator = member.indexOf('=');
    if (separator < 1) return undefined;
    try {
      const key = decodeURIComponent(member.slice(0, separator).trim());
      if (key.trim() === '') return undefined;
      pairs.push([key, decodeURIComponent(member.slice(separator + 1).trim())]);
    } catch {
      return undefined;
    }
  }
  return pairs;
}
