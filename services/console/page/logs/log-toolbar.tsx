import type { ReactElement } from 'react';
import { logLevels, type LogLevel } from '../../src/api/log-types.ts';
import { Icon } from '../icon.tsx';
import type { LogFilter } from './log-filter.ts';

export interface LogToolbarProps {
  readonly filter: LogFilter;
  readonly onFilter: (filter: LogFilter) => void;
}

const LABELS: Readonly<Record<LogLevel, string>> = {
  debug: 'Debug',
  info: 'Info',
  warn: 'Warnings',
  error: 'Errors',
};

/** Which of the entries are shown: from which level up, and with which words. */
export function LogToolbar({ filter, onFilter }: LogToolbarProps): ReactElement {
  const { minLevel, text } = filter;
  return (
    <div className="waterfall-toolbar log-toolbar">
      <fieldset className="level-choice">
        <legend className="visually-hidden">Least level</legend>
        {[undefined, ...logLevels.slice(1)].map((level) => (
          <button
            key={level ?? 'all'}
            type="button"
            aria-pressed={level === minLevel}
            title={level === undefined ? 'Lines of every level' : `Level ${level} and above`}
            onClick={() => onFilter({ ...filter, minLevel: level })}
          >
            {level === undefined ? 'All' : LABELS[level]}
          </button>
        ))}
      </fieldset>
      <label className="attribute-filter">
        <Icon name="search" label="Filter lines" />
        <input
          type="text"
          value={text}
          spellCheck={false}
          placeholder="Filter lines, attributes and errors"
          onChange={(event) => onFilter({ ...filter, text: event.target.value })}
          onKeyDown={(event) => event.key === 'Escape' && onFilter({ ...filter, text: '' })}
        />
      </label>
      <span className="key-hints">
        <kbd>↑</kbd>
        <kbd>↓</kbd> move <kbd>Enter</kbd> details <kbd>e</kbd> next error
      </span>
    </div>
  );
}
