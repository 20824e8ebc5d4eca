/** Length in Unicode code points, as Python and JSON Schema count: 1 for an emoji outside the basic plane. */
export function countCodePoints(text: string): number {
  let surrogatePairs = 0;
  for (let index = 0; index < text.length; index += 1) {
    const codePoint = text.codePointAt(index) ?? 0;
    if (codePoint > 0xffff) {
      surrogatePairs += 1;
      index += 1;
    }
  }
  return text.length - surrogatePairs;
}
