/**
 * Lower case as PostgreSQL's ILIKE has it: one character for one, whatever stands beside it. JavaScript's own differs for
 * a sigma at the end of a word and for a dotted capital I. What has a case at all depends on how old the Unicode tables
 * are, in each server as in each engine.
 */
export function foldCase(text: string): string {
  return text.replaceAll('Σ', 'σ').replaceAll('İ', 'i').toLowerCase();
}
