import type { Hop } from '../../src/api/types.ts';
import type { Outline, OutlineEntry } from './outline.ts';

export type WaterfallRow =
  | { readonly kind: 'span'; readonly entry: OutlineEntry; readonly expanded: boolean }
  /** The wire between a CLIENT span and the SERVER span beneath it. */
  | { readonly kind: 'hop'; readonly entry: OutlineEntry; readonly hop: Hop };

/** The rows on screen: every span that is under no collapsed one, each crossing before its SERVER span. */
export function toWaterfallRows(outline: Outline, collapsed: ReadonlySet<string>): readonly WaterfallRow[] {
  const rows: WaterfallRow[] = [];
  for (let position = 0; position < outline.length;) {
    const entry = outline[position];
    if (entry === undefined) break;
    const expanded = !collapsed.has(entry.span.spanId);
    if (entry.hop !== undefined) rows.push({ kind: 'hop', entry, hop: entry.hop });
    rows.push({ kind: 'span', entry, expanded });
    position = expanded ? position + 1 : entry.end;
  }
  return rows;
}
