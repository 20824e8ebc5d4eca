/** Whether a text matches. */
export type WildcardMatcher = (text: string) => boolean;

const questionMark = 0x3f;

/** Whether `pattern` matches every text, so that there is nothing to compare. */
export function matchesAnything(pattern: string): boolean {
  return pattern !== '' && pattern.replaceAll('*', '') === '';
}

/**
 * X-Ray's patterns: `*` is any run of characters, also none, `?` exactly one (UTF-16 code unit), everything else
 * itself; case does not count. Takes at most as many steps as the lengths of text and pattern multiplied: between two
 * `*` the first place that fits is as good as any other, so that nothing is tried twice.
 */
export function compileWildcard(pattern: string): WildcardMatcher {
  if (matchesAnything(pattern)) return () => true;
  const [head = '', ...rest] = pattern.toLowerCase().split('*');
  const tail = rest.pop();
  if (tail === undefined) {
    return head.includes('?')
      ? (text) => fits(text.toLowerCase(), head)
      : (text) => text.toLowerCase() === head;
  }
  const middle = rest.filter((part) => part !== '');
  return (text) => {
    const folded = text.toLowerCase();
    const end = folded.length - tail.length;
    if (end < head.length || !startsAt(folded, 0, head) || !startsAt(folded, end, tail)) return false;
    let position = head.length;
    for (const part of middle) {
      const start = find(folded, part, position, end - part.length);
      if (start < 0) return false;
      position = start + part.length;
    }
    return true;
  };
}

/** The first place from `from` to `last` where `part` stands, or -1. */
function find(text: string, part: string, from: number, last: number): number {
  if (!part.includes('?')) {
    const start = text.indexOf(part, from);
    return start <= last ? start : -1;
  }
  for (let start = from; start <= last; start += 1) if (startsAt(text, start, part)) return start;
  return -1;
}

function fits(text: string, part: string): boolean {
  return text.length === part.length && startsAt(text, 0, part);
}

function startsAt(text: string, start: number, part: string): boolean {
  for (let index = 0; index < part.length; index += 1) {
    const code = part.charCodeAt(index);
    if (code !== questionMark && code !== text.charCodeAt(start + index)) return false;
  }
  return true;
}
