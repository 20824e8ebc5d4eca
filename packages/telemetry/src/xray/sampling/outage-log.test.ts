import { expect, test } from 'vitest';
import { createLogger } from '../../log/create-logger.ts';
import type { LogRecord } from '../../log/logger.ts';
import { createOutageLog } from './outage-log.ts';

test('says once that something fails, anew when that has another consequence, and when it works again', () => {
  const records: LogRecord[] = [];
  const outage = createOutageLog(
    'asking',
    createLogger({ level: 'info', nowMs: () => 0, write: (record) => records.push(record) }),
  );
  const said = (): string[] => records.splice(0).map(({ level, body }) => `${level} ${body}`);
  const failure = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });

  outage.worked('3 rules');
  expect(said()).toEqual([]);
  outage.failed(failure, 'nothing new');
  expect(records[0]?.attributes).toEqual({ reason: 'fetch failed: connect ECONNREFUSED' });
  outage.failed(failure, 'nothing new');
  expect(said()).toEqual(['warn asking failed: nothing new']);
  outage.failed(failure, 'nothing at all');
  expect(said()).toEqual(['warn asking failed: nothing at all']);
  outage.worked('3 rules');
  outage.worked('3 rules');
  expect(said()).toEqual(['info asking works again: 3 rules']);
  outage.failed(failure, 'nothing at all');
  expect(said()).toEqual(['warn asking failed: nothing at all']);
});
