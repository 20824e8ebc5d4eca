import { describe, expect, it } from 'vitest';
import { toJsonLine } from './format-record.ts';
import type { LogRecord } from './logger.ts';

const record: LogRecord = {
  timeMs: Date.UTC(2026, 10, 21, 12, 0, 0, 5),
  level: 'info',
  severityNumber: 9,
  severityText: 'INFO',
  body: 'first',
  attributes: { user: 'andrew' },
};

describe('toJsonLine', () => {
  it('gives each record its own line, however often and in whatever order it is asked', () => {
    const other = { ...record, body: 'second' };
    const lines = [record, record, other, record].map((given) => JSON.parse(toJsonLine(given, 'gateway')));
    expect(lines.map(({ message }) => message)).toEqual(['first', 'first', 'second', 'first']);
  });

  it('gives each service its own line of a record', () => {
    const services = ['gateway', 'activities', 'gateway'];
    expect(services.map((service) => JSON.parse(toJsonLine(record, service)).service)).toEqual(services);
  });

  it('prints the time of each record, lines of one millisecond or not', () => {
    const times = [0, 0, 1, 1, -1].map((later) => record.timeMs + later);
    expect(times.map((timeMs) => JSON.parse(toJsonLine({ ...record, timeMs }, 'gateway')).time)).toEqual(
      times.map((timeMs) => new Date(timeMs).toISOString()),
    );
  });
});
