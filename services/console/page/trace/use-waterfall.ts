import { useMemo, useState } from 'react';
import { ancestorsOf, type Outline } from './outline.ts';
import { toWaterfallCommand } from './waterfall-keys.ts';
import { toWaterfallRows, type WaterfallRow } from './waterfall-rows.ts';

/** What is open, folded and under the cursor in one waterfall, and everything that changes it. */
export interface WaterfallModel {
  readonly rows: readonly WaterfallRow[];
  readonly activeId: string | undefined;
  readonly anyCollapsed: boolean;
  readonly toggle: (spanId: string) => void;
  readonly toggleAll: () => void;
  /** Moves the cursor to a span and shows its details; without a span, hides the details. */
  readonly open: (spanId: string | undefined) => void;
  /** False where the key means nothing to a waterfall. */
  readonly press: (key: string) => boolean;
}

export function useWaterfall(
  outline: Outline,
  openSpanId: string | undefined,
  onOpen: (spanId: string | undefined) => void,
): WaterfallModel {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [activeId, setActiveId] = useState(openSpanId ?? outline[0]?.span.spanId);
  const rows = useMemo(() => toWaterfallRows(outline, collapsed), [outline, collapsed]);

  // The address, a link or the panel may name a span that is folded away.
  const [followedId, setFollowedId] = useState(openSpanId);
  if (openSpanId !== followedId) {
    setFollowedId(openSpanId);
    if (openSpanId !== undefined) {
      const hiding = new Set(ancestorsOf(outline, openSpanId));
      setActiveId(openSpanId);
      setCollapsed(new Set([...collapsed].filter((spanId) => !hiding.has(spanId))));
    }
  }

  const move = (spanId: string): void => {
    setActiveId(spanId);
    // With the details open, they follow the cursor.
    if (openSpanId !== undefined) onOpen(spanId);
  };
  const toggle = (spanId: string): void => {
    const others = [...collapsed].filter((other) => other !== spanId);
    setCollapsed(new Set(collapsed.has(spanId) ? others : [...others, spanId]));
    // The cursor may not stay on a row that this folds away.
    if (activeId !== undefined && ancestorsOf(outline, activeId).includes(spanId)) move(spanId);
  };
  const toggleAll = (): void => {
    if (collapsed.size > 0) {
      setCollapsed(new Set());
      return;
    }
    const folded = outline.filter(({ span, childCount }) => childCount > 0 && span.depth > 0);
    setCollapsed(new Set(folded.map(({ span }) => span.spanId)));
    const root = outline[0]?.span.spanId;
    if (root !== undefined) move(root);
  };
  const press = (key: string): boolean => {
    const command = toWaterfallCommand(key, rows, activeId);
    switch (command?.type) {
      case undefined:
        return false;
      case 'move':
        move(command.spanId);
        return true;
      case 'collapse':
      case 'expand':
        toggle(command.spanId);
        return true;
      case 'open':
        onOpen(command.spanId);
        return true;
      case 'close':
        onOpen(undefined);
        return true;
    }
  };
  return { rows, activeId, anyCollapsed: collapsed.size > 0, toggle, toggleAll, open: onOpen, press };
}
