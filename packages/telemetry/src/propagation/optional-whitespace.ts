/**
 * The text without the blanks and tabs around it (`OWS` of RFC 9110): nothing else that `trim()` would take, and in
 * linear time, as a regular expression for the end of a string is not.
 */
export function trimOptionalWhitespace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isOptionalWhitespace(text.charCodeAt(start))) start += 1;
  while (end > start && isOptionalWhitespace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isOptionalWhitespace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
