import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../icon.tsx';
import { navigate } from '../navigation/history.ts';
import { toListPath, toTracePath } from '../navigation/route.ts';
import { parsePastedTraceId } from '../pasted-trace-id.ts';

export interface FilterBoxProps {
  readonly query: string;
  /** Where the list is not on screen, typing goes to it, and back returns. */
  readonly onList: boolean;
}

/** Narrows the list while one types; a whole trace id opens its trace. `/` comes here from anywhere. */
export function FilterBox({ query, onList }: FilterBoxProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.current?.select();
    };
    window.addEventListener('keydown', focus);
    return () => window.removeEventListener('keydown', focus);
  }, []);

  const change = (text: string): void => {
    const traceId = parsePastedTraceId(text);
    if (traceId === undefined) navigate(toListPath(text), onList ? 'replace' : 'push');
    else navigate(toTracePath(traceId));
  };
  const handleKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && query !== '') change('');
    else if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('[data-trace-id]')?.focus();
    else return;
    event.preventDefault();
  };

  return (
    <label className="filter-box">
      <Icon name="search" label="Filter" />
      <input
        ref={input}
        type="text"
        value={query}
        spellCheck={false}
        autoComplete="off"
        placeholder="Filter by service, route, status or error, or paste a trace id"
        onChange={(event) => change(event.target.value)}
        onKeyDown={handleKey}
      />
      <kbd>/</kbd>
    </label>
  );
}
