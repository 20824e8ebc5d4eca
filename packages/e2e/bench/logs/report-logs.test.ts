import { expect, it } from 'vitest';
import type { LogFigures, LogsMeasurement } from './measure-logs.ts';
import type { MemoryMeasurement } from './measure-memory.ts';
import { formatLogs, judgeLogs } from './report-logs.ts';

const mebibyte = 1024 * 1024;

function figures(p99Ns: number, variant: LogFigures['variant'] = 'cruddur'): LogFigures {
  const spread = { median: p99Ns, lowerQuartile: p99Ns, upperQuartile: p99Ns };
  return {
    variant,
    endpoint: 'dead',
    timedLines: 100,
    p50Ns: spread,
    p99Ns: spread,
    p999Ns: spread,
    linesPerSecond: spread,
    cpuMicrosPerLine: spread,
    residentBytes: mebibyte,
  };
}

const memory: MemoryMeasurement = {
  lines: 100,
  seconds: 1,
  firstHeldBytes: 40 * mebibyte,
  lastHeldBytes: 41 * mebibyte,
  residentBytes: [300 * mebibyte, 320 * mebibyte],
  maxBufferedBytes: 16 * mebibyte,
  isConserved: true,
  last: { accepted: 100, delivered: 0, dropped: 60, buffered: 40, bufferedBytes: 16 * mebibyte },
};

function passedBy(measured: Partial<LogsMeasurement>): readonly boolean[] {
  const kept = { figures: [figures(20_000)], memory, withoutPeers: undefined };
  return judgeLogs({ ...kept, ...measured }).map(({ passed }) => passed);
}

it.each([
  ['within all bars', {}, [true, true, true, true, true]],
  ['too slow', { figures: [figures(51_000)] }, [false, true, true, true, true]],
  ['never measured', { figures: [figures(Number.NaN)] }, [false, true, true, true, true]],
  ['growing', { memory: { ...memory, lastHeldBytes: 45 * mebibyte } }, [true, false, true, true, true]],
  ['large', { memory: { ...memory, residentBytes: [513 * mebibyte] } }, [true, true, false, true, true]],
  [
    'over its buffer',
    { memory: { ...memory, maxBufferedBytes: 17 * mebibyte } },
    [true, true, true, false, true],
  ],
  ['not adding up', { memory: { ...memory, isConserved: false } }, [true, true, true, true, false]],
])('judges log(): %s', (_, measured, passed) => {
  expect(passedBy(measured)).toEqual(passed);
});

it('asks nothing of the peers, and shows them', () => {
  const peer = figures(90_000, 'winston-cloudwatch');
  expect(passedBy({ figures: [peer] })).toEqual([true, true, true, true]);
  expect(formatLogs({ figures: [peer], memory, withoutPeers: undefined })).toMatch(
    /winston-cloudwatch +dead +90\.0/,
  );
});

it('says why the peers are missing', () => {
  expect(formatLogs({ figures: [], memory, withoutPeers: 'npm is offline' })).toContain('npm is offline');
});
