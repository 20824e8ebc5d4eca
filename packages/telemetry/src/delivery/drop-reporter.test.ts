import { expect, test } from 'vitest';
import { createLogger } from '../log/create-logger.ts';
import type { LogRecord } from '../log/logger.ts';
import { createDropReporter } from './drop-reporter.ts';

test('the first drop is told at once, the next ones as a sum after a while', () => {
  const records: LogRecord[] = [];
  let nowMs = 1000;
  const log = createLogger({ level: 'info', nowMs: () => 0, write: (record) => records.push(record) });
  const report = createDropReporter('otlp', log, () => nowMs);
  report(3, 'queue_full', 'queue_full');
  nowMs += 9999;
  report(4, 'refused', 'HTTP 401');
  expect(records).toHaveLength(1);
  nowMs += 1;
  report(5, 'refused', 'HTTP 401');
  expect(records).toMatchObject([
    { level: 'warn', attributes: { sink: 'otlp', items: 3, reason: 'queue_full', detail: 'queue_full' } },
    {
      level: 'warn',
      body: expect.stringContaining('9'),
      attributes: { items: 9, reason: 'refused', detail: 'HTTP 401' },
    },
  ]);
});
