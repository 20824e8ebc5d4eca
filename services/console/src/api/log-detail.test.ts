import { expect, it } from 'vitest';
import { parseLogLine } from '../receive/parse-log-line.ts';
import { countLines, toLogDetail } from './log-detail.ts';
import type { LogLine } from './log-types.ts';
import type { SpanDetail } from './types.ts';

const spanId = '00000000000000aa';
const originMs = 1_795_000_000_000.6;

function createLine(id: string, timeMs: number, fields: object = {}): LogLine {
  return parseLogLine(JSON.stringify(fields), { group: 'g', stream: 's', timestampMs: timeMs }, () => id);
}

const span: SpanDetail = {
  spanId,
  parentMissing: false,
  name: 'span',
  kind: 'internal',
  service: 'gateway',
  scope: { name: '', version: '' },
  depth: 0,
  startOffsetMs: 5.75,
  durationMs: 10,
  selfMs: 10,
  onCriticalPath: false,
  status: 'unset',
  statusMessage: '',
  attributes: {},
  resource: {},
  events: [],
  links: [],
};

it('puts lines in the order of time, whatever the order in which they came', () => {
  const lines = [9, 7, 8].map((ms) => createLine(String(ms), 1_795_000_000_000 + ms));
  expect(toLogDetail(lines, [], originMs).lines.map(({ id }) => id)).toEqual(['7', '8', '9']);
});

it.each([
  ['began with the trace', 1_795_000_000_000, {}, 0],
  ['began with its span', 1_795_000_000_006, { spanId }, 5.75],
  ['came well before its span', 1_795_000_000_005, { spanId }, 4.4],
  ['came within its span', 1_795_000_000_008, { spanId }, 7.4],
  ['came before the trace', 1_794_999_999_000, {}, -1_000.6],
])('lets a line of whole milliseconds be where it %s', (_, timeMs, fields, offsetMs) => {
  const [line] = toLogDetail([createLine('a', timeMs, fields)], [span], originMs).lines;
  expect(line?.offsetMs).toBeCloseTo(offsetMs, 2);
});

it('gives the first 2,000 lines, and counts them all', () => {
  const lines = Array.from({ length: 2_100 }, (_, index) =>
    createLine(String(index), 1_795_000_003_000 - index, index % 3 === 0 ? { level: 'error' } : {}),
  );
  const detail = toLogDetail(lines, [], originMs);
  expect(detail).toMatchObject({ lineCount: 2_100, errorLineCount: 700 });
  expect(detail.lines.map(({ id }) => id).slice(0, 2)).toEqual(['2099', '2098']);
  expect(detail.lines).toHaveLength(2_000);
  expect(countLines([])).toEqual({ lineCount: 0, errorLineCount: 0 });
});
