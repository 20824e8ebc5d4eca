import type { Bar } from '../bars.ts';
import { formatTable } from '../format-table.ts';
import type { Spread } from '../statistics.ts';
import type { LogsMeasurement } from './measure-logs.ts';
import type { MemoryMeasurement } from './measure-memory.ts';

const maxP99Micros = 50;
const mebibyte = 1024 * 1024;
/** As the sink has it unless told otherwise. */
const maxBufferBytes = 16 * mebibyte;
/** A leak of a byte a line would be six in ten minutes. */
const maxHeldGrowthMebibytes = 4;
/** With what the collector leaves lying about: it need not hurry. */
const maxResidentMebibytes = 512;

/** `log()` must be quick above all where nobody takes the lines, and hold no more than it may. */
export function judgeLogs({ figures, memory }: LogsMeasurement): readonly Bar[] {
  const ours = figures.filter(({ variant }) => variant === 'cruddur');
  return [
    ...ours.map(({ endpoint, p99Ns }) =>
      bar(`p99 of log() in us, endpoint ${endpoint ?? 'none'}`, p99Ns.median / 1000, maxP99Micros),
    ),
    ...judgeMemory(memory),
  ];
}

function judgeMemory(memory: MemoryMeasurement): readonly Bar[] {
  const held = (memory.lastHeldBytes - memory.firstHeldBytes) / mebibyte;
  return [
    bar('growth of what is held in MiB, endpoint dead', held, maxHeldGrowthMebibytes),
    bar('RSS MiB, endpoint dead', Math.max(...memory.residentBytes) / mebibyte, maxResidentMebibytes),
    bar('buffered MiB, endpoint dead', memory.maxBufferedBytes / mebibyte, maxBufferBytes / mebibyte),
    bar('accounts that do not add up', memory.isConserved ? 0 : 1, 0),
  ];
}

function bar(promise: string, measured: number, atMost: number): Bar {
  return { promise: `logs: ${promise}`, measured, atMost, passed: measured <= atMost };
}

/** The figures as tables for a terminal. */
export function formatLogs({ figures, memory, withoutPeers }: LogsMeasurement): string {
  const rows = figures.map((row) => [
    row.variant,
    row.endpoint ?? '-',
    formatSpread(thousandth(row.p50Ns), 1),
    formatSpread(thousandth(row.p99Ns), 1),
    formatSpread(thousandth(row.p999Ns), 1),
    formatSpread(row.cpuMicrosPerLine, 1),
    formatSpread(thousandth(row.linesPerSecond), 0),
    (row.residentBytes / mebibyte).toFixed(0),
    String(row.timedLines),
  ]);
  const note = withoutPeers === undefined ? '' : `\nLEFT OUT: the peers, because ${withoutPeers}`;
  return `logs (log(), median and quartiles of the rounds)\n${formatTable([headings, ...rows])}${note}\n${legend}\n\n${formatMemory(memory)}`;
}

const headings = [
  'variant',
  'endpoint',
  'p50 us',
  'p99 us',
  'p99.9 us',
  'CPU us/line',
  '1000 lines/s',
  'RSS MB',
  'calls',
];

const legend = `p50, p99, p99.9: of one call, at 20,000 lines/s in bursts of ten; the clock's own 0.04 us are in it. CPU, lines/s, RSS: as
fast as it goes. cruddur: standard output and CloudWatch, redacted. pino: standard output alone, two paths redacted.
LogTape, winston: CloudWatch alone, nothing redacted. Standard output is /dev/null.`;

function formatMemory(memory: MemoryMeasurement): string {
  const { seconds, lines, last } = memory;
  return [
    `memory (cruddur, ${lines} lines in ${seconds.toFixed(0)} s to a dead endpoint)`,
    `heap held MiB after warm-up ${toMebibytes(memory.firstHeldBytes)}, at the end ${toMebibytes(memory.lastHeldBytes)}; buffered at most ${toMebibytes(memory.maxBufferedBytes)}`,
    `RSS MiB by tenths of the time ${memory.residentBytes.map(toMebibytes).join(', ')}`,
    `accepted ${last.accepted} = delivered ${last.delivered} + dropped ${last.dropped} + buffered ${last.buffered}`,
  ].join('\n');
}

function toMebibytes(bytes: number): string {
  return (bytes / mebibyte).toFixed(1);
}

function thousandth({ median, lowerQuartile, upperQuartile }: Spread): Spread {
  return { median: median / 1000, lowerQuartile: lowerQuartile / 1000, upperQuartile: upperQuartile / 1000 };
}

function formatSpread({ median, lowerQuartile, upperQuartile }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${lowerQuartile.toFixed(digits)}-${upperQuartile.toFixed(digits)})`;
}
