import { expect, it } from 'vitest';
import type { LogEntry } from './log-entries.ts';
import { toLogCommand, type LogCommand } from './log-keys.ts';

const entry = (id: string, level: LogEntry['level'] = 'info'): LogEntry => ({
  kind: 'line',
  id,
  level,
  offsetMs: 0,
  service: '',
  spanId: undefined,
  text: '',
  searchText: '',
  line: {
    id,
    timeMs: 0,
    offsetMs: 0,
    message: '',
    service: '',
    isRequest: false,
    isStructured: true,
    attributes: {},
    group: '',
    stream: '',
  },
});
const entries = [entry('a'), entry('b', 'error'), entry('c'), entry('d', 'error')];

it.each<[string, string | undefined, LogCommand | undefined]>([
  ['ArrowDown', 'a', { type: 'move', id: 'b' }],
  ['j', undefined, { type: 'move', id: 'a' }],
  ['k', 'a', { type: 'move', id: 'a' }],
  ['End', 'a', { type: 'move', id: 'd' }],
  ['Home', 'd', { type: 'move', id: 'a' }],
  ['PageDown', 'b', { type: 'move', id: 'd' }],
  ['e', 'b', { type: 'move', id: 'd' }],
  ['E', 'd', { type: 'move', id: 'b' }],
  ['e', 'd', undefined],
  ['Enter', 'c', { type: 'open', id: 'c' }],
  ['Enter', undefined, undefined],
  ['Escape', 'c', { type: 'close' }],
  ['x', 'c', undefined],
])('%s on %s', (key, activeId, command) => {
  expect(toLogCommand(key, entries, activeId)).toEqual(command);
});

it('does nothing without entries', () => {
  expect(toLogCommand('ArrowDown', [], undefined)).toBeUndefined();
});
