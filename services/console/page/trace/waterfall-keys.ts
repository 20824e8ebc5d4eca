import type { WaterfallRow } from './waterfall-rows.ts';

/** What a key does in the waterfall. */
export type WaterfallCommand =
  | { readonly type: 'move'; readonly spanId: string }
  | { readonly type: 'open'; readonly spanId: string }
  | { readonly type: 'collapse'; readonly spanId: string }
  | { readonly type: 'expand'; readonly spanId: string }
  | { readonly type: 'close' };

const PAGE = 20;

type SpanRow = Extract<WaterfallRow, { kind: 'span' }>;

/**
 * Up, down (or k, j) step from span to span, right and left (l, h) open and close the tree or walk along it as
 * in a file manager, Home, End and Page Up or Down go far, e and E go to the next and the previous error, Enter
 * shows the span's details, Escape hides them. Undefined for every other key.
 */
export function toWaterfallCommand(
  key: string,
  rows: readonly WaterfallRow[],
  activeId: string | undefined,
): WaterfallCommand | undefined {
  const spans = rows.filter((row) => row.kind === 'span');
  const position = spans.findIndex(({ entry }) => entry.span.spanId === activeId);
  const active = spans[position];
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return moveTo(spans, position + 1);
    case 'ArrowUp':
    case 'k':
      return moveTo(spans, position - 1);
    case 'PageDown':
      return moveTo(spans, position + PAGE);
    case 'PageUp':
      return moveTo(spans, position - PAGE);
    case 'Home':
      return moveTo(spans, 0);
    case 'End':
      return moveTo(spans, spans.length - 1);
    case 'e':
      return moveToError(spans.slice(position + 1));
    case 'E':
      return moveToError(spans.slice(0, Math.max(position, 0)).toReversed());
    case 'ArrowRight':
    case 'l':
      return goIn(spans, active, position);
    case 'ArrowLeft':
    case 'h':
      return goOut(spans, active, position);
    case 'Enter':
    case ' ':
      return active === undefined ? undefined : { type: 'open', spanId: active.entry.span.spanId };
    case 'Escape':
      return { type: 'close' };
    default:
      return undefined;
  }
}

function moveTo(spans: readonly SpanRow[], position: number): WaterfallCommand | undefined {
  const row = spans[Math.min(Math.max(position, 0), spans.length - 1)];
  return row === undefined ? undefined : { type: 'move', spanId: row.entry.span.spanId };
}

function moveToError(spans: readonly SpanRow[]): WaterfallCommand | undefined {
  const row = spans.find(({ entry }) => entry.span.status === 'error');
  return row === undefined ? undefined : { type: 'move', spanId: row.entry.span.spanId };
}

function goIn(
  spans: readonly SpanRow[],
  active: SpanRow | undefined,
  position: number,
): WaterfallCommand | undefined {
  if (active === undefined || active.entry.childCount === 0) return undefined;
  if (!active.expanded) return { type: 'expand', spanId: active.entry.span.spanId };
  return moveTo(spans, position + 1);
}

function goOut(
  spans: readonly SpanRow[],
  active: SpanRow | undefined,
  position: number,
): WaterfallCommand | undefined {
  if (active === undefined) return undefined;
  const { childCount, span } = active.entry;
  if (childCount > 0 && active.expanded) return { type: 'collapse', spanId: span.spanId };
  const parent = spans.slice(0, position).findLast(({ entry }) => entry.span.depth < span.depth);
  return parent === undefined ? undefined : { type: 'move', spanId: parent.entry.span.spanId };
}
