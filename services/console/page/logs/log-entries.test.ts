import { expect, it } from 'vitest';
import type { TraceError } from '../../src/api/error-types.ts';
import type { TraceLine } from '../../src/api/log-types.ts';
import { findEntry, toLogEntries, type LogEntry } from './log-entries.ts';
import { filterEntries, NO_FILTER, parseLogFilter, toLogFilterParams, type LogFilter } from './log-filter.ts';

const line = (id: string, offsetMs: number, fields: Partial<TraceLine> = {}): TraceLine => ({
  id,
  timeMs: offsetMs,
  offsetMs,
  message: `line ${id}`,
  service: 'gateway',
  isRequest: false,
  isStructured: true,
  attributes: {},
  group: '',
  stream: '',
  ...fields,
});

const error: TraceError = {
  uuid: 'u',
  key: 'k',
  timeMs: 3,
  offsetMs: 3,
  level: 'warning',
  service: 'activities',
  environment: '',
  codeVersion: '',
  context: '',
  exceptions: [{ type: 'FeedError', message: 'no feed', frames: [] }],
  breadcrumbs: [],
  person: {},
  request: {},
  server: {},
  custom: {},
};

const lines = [
  line('a', 1, { level: 'info' }),
  line('b', 3, { level: 'error', attributes: { 'feed.limit': 20 } }),
  line('c', 5, { level: 'debug' }),
  line('d', 6),
];
const entries = toLogEntries({ logs: { lineCount: 4, errorLineCount: 1, lines }, errors: [error] });
const idsOf = (shown: readonly LogEntry[]): string[] => shown.map(({ id }) => id);

it('puts errors between lines, after the line of their time', () => {
  expect(idsOf(entries)).toEqual(['a', 'b', 'u', 'c', 'd']);
  expect(findEntry(entries, 'u')).toMatchObject({ kind: 'error', level: 'warn', text: 'FeedError: no feed' });
});

it.each<[Partial<LogFilter>, string[]]>([
  [{}, ['a', 'b', 'u', 'c', 'd']],
  [{ minLevel: 'info' }, ['a', 'b', 'u']],
  [{ minLevel: 'warn' }, ['b', 'u']],
  [{ minLevel: 'error' }, ['b']],
  [{ text: 'FEED' }, ['b', 'u']],
  [{ text: 'line  limit' }, ['b']],
  [{ text: 'none such' }, []],
])('filters by %j', (filter, ids) => {
  expect(idsOf(filterEntries(entries, { ...NO_FILTER, ...filter }))).toEqual(ids);
});

it.each<LogFilter>([NO_FILTER, { minLevel: 'warn', text: 'a b' }])('keeps %j in the address', (filter) => {
  expect(parseLogFilter(toLogFilterParams(filter))).toEqual(filter);
});

it('reads no level out of anything else', () => {
  expect(parseLogFilter(new URLSearchParams({ level: 'loud' }))).toEqual(NO_FILTER);
});
