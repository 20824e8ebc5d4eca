import type { ReactElement } from 'react';
import { Icon } from '../icon.tsx';
import type { WaterfallModel } from './use-waterfall.ts';

export interface WaterfallToolbarProps {
  readonly waterfall: WaterfallModel;
  readonly errorCount: number;
  /** Where the waterfall has one to mark. */
  readonly criticalPath?: { readonly isOn: boolean; readonly onChange: (on: boolean) => void };
}

export function WaterfallToolbar(props: WaterfallToolbarProps): ReactElement {
  const { waterfall, errorCount, criticalPath } = props;
  return (
    <div className="waterfall-toolbar">
      {criticalPath !== undefined && (
        <button
          type="button"
          aria-pressed={criticalPath.isOn}
          title="Mark the spans that the trace's duration is made of"
          onClick={() => criticalPath.onChange(!criticalPath.isOn)}
        >
          <Icon name="path" /> Critical path
        </button>
      )}
      <button type="button" onClick={waterfall.toggleAll}>
        {waterfall.anyCollapsed ? 'Expand all' : 'Collapse all'}
      </button>
      {errorCount > 0 && (
        <button
          type="button"
          onClick={() => {
            if (!waterfall.press('e')) waterfall.press('E');
          }}
        >
          <Icon name="error" /> Next error
        </button>
      )}
      <span className="key-hints">
        <kbd>↑</kbd>
        <kbd>↓</kbd> move <kbd>←</kbd>
        <kbd>→</kbd> fold <kbd>Enter</kbd> details <kbd>e</kbd> next error
      </span>
    </div>
  );
}
