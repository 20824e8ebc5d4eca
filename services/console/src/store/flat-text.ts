/** At most `maxLength` characters of a text, in memory of their own. */
export function cutText(text: string, maxLength: number): string {
  return text.length <= maxLength ? copyText(text) : `${copyText(text.slice(0, maxLength))}…`;
}

/** V8 lets a part of a string share the memory of the whole, which may be megabytes: through bytes it stands alone. */
export function copyText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
