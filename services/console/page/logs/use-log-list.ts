import { useState } from 'react';
import type { LogEntry } from './log-entries.ts';
import { toLogCommand } from './log-keys.ts';

/** Where the cursor is in a list of entries, and what moves it. */
export interface LogListModel {
  readonly entries: readonly LogEntry[];
  readonly activeId: string | undefined;
  /** Moves the cursor to an entry and shows its details; without one, hides the details. */
  readonly open: (id: string | undefined) => void;
  /** False where the key means nothing to the list. */
  readonly press: (key: string) => boolean;
}

export function useLogList(
  entries: readonly LogEntry[],
  openId: string | undefined,
  onOpen: (id: string | undefined) => void,
): LogListModel {
  const [cursor, setCursor] = useState(openId);
  const open = (id: string | undefined): void => {
    if (id !== undefined) setCursor(id);
    onOpen(id);
  };
  // What was under the cursor may have been filtered away.
  const activeId = entries.some(({ id }) => id === cursor) ? cursor : entries[0]?.id;
  const press = (key: string): boolean => {
    const command = toLogCommand(key, entries, activeId);
    switch (command?.type) {
      case undefined:
        return false;
      case 'move':
        setCursor(command.id);
        // With the details open, they follow the cursor.
        if (openId !== undefined) onOpen(command.id);
        return true;
      case 'open':
        onOpen(command.id);
        return true;
      case 'close':
        onOpen(undefined);
        return true;
    }
  };
  return { entries, activeId, open, press };
}
