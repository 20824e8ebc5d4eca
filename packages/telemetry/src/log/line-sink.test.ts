import { expect, test } from 'vitest';
import { createLogging } from './create-logging.ts';
import { createLineSink } from './line-sink.ts';
import type { LogSink } from './log-sink.ts';

function createSink(lines: string[]): LogSink {
  return createLineSink({
    name: 'stdout',
    wantsRequestEvents: false,
    format: ({ body }) => body,
    write: (line, done) => {
      if (line === 'too much') throw new Error('no room');
      if (line === 'too late') return queueMicrotask(() => done(new Error('EPIPE')));
      lines.push(line);
      return done(null);
    },
  });
}

function throwing(): never {
  throw new Error('a defect');
}

test('a line that could not be written is counted, and keeps nothing from the other sinks', async () => {
  const lines: string[] = [];
  const sink = createSink(lines);
  const { log, requestLog } = createLogging({
    level: 'info',
    nowMs: () => 0,
    sinks: [{ ...createSink([]), accept: throwing }, sink],
    redaction: { sensitiveKeys: ['tenant'] },
  });
  for (const body of ['one', 'too much', 'too late', 'tenant=canary']) log.info(body);
  await sink.flush(10);
  await sink.shutdown(10);
  expect(lines).toEqual(['one', 'tenant=[redacted]']);
  expect(sink.statistics()).toEqual({
    accepted: 4,
    delivered: 2,
    buffered: 0,
    dropped: 2,
    droppedByReason: { write_failed: 2 },
  });
  expect(requestLog).toBeUndefined();
});

test('the events of requests go only to the sinks that want them', () => {
  const [wanting, other]: readonly [string[], string[]] = [[], []];
  const { log, requestLog } = createLogging({
    level: 'info',
    nowMs: () => 0,
    sinks: [{ ...createSink(wanting), wantsRequestEvents: true }, createSink(other)],
  });
  log.info('line');
  requestLog?.record({
    name: 'GET /a',
    spanContext: { traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', traceFlags: 1 },
    attributes: {},
    durationMs: 1,
    failure: undefined,
    warnings: 0,
    errors: 0,
  });
  expect([wanting, other]).toEqual([['line', 'GET /a'], ['line']]);
});
