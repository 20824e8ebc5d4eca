import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLogging } from '../log/create-logging.ts';
import type { Logger } from '../log/logger.ts';
import { createCloudWatchSink, type CloudWatchSink, type CloudWatchSinkOptions } from './cloudwatch-sink.ts';
import { createDiagnostics } from './diagnostics.ts';
import { createEventShipper } from './event-shipper.ts';
import { createPlainClient, refusal, shipperOptions, taken } from './fixtures/shipper-options.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Started {
  readonly sink: CloudWatchSink;
  readonly log: Logger;
  readonly sent: Record<string, unknown>[];
}

function start(options: Partial<CloudWatchSinkOptions> = {}): Started {
  const sent: Started['sent'] = [];
  const client = createPlainClient(({ events }) => {
    sent.push(...events.map(({ message }): Record<string, unknown> => JSON.parse(message)));
    return Promise.resolve(taken);
  });
  const settings = shipperOptions(client);
  const sink = createCloudWatchSink({
    serviceName: 'gateway',
    endpoint: 'here',
    shipper: createEventShipper(settings),
    maxBatchBytes: settings.limits.maxBatchBytes,
    maxBufferBytes: settings.maxBufferBytes,
    ...options,
  });
  return { sink, log: createLogging({ level: 'info', nowMs: Date.now, sinks: [sink] }).log, sent };
}

test('G19: once a minute the counters are sent as metrics, but only when there is something to count', async () => {
  const { sink, log, sent } = start({ metrics: { service: 'gateway', environment: 'test' } });
  log.info('one');
  log.info('two');
  await vi.advanceTimersByTimeAsync(70_000);
  const [report, ...others] = sent.filter((message) => '_aws' in message);
  expect(others).toEqual([]);
  expect(report).toMatchObject({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'Cruddur/Telemetry',
          Dimensions: [['service', 'environment']],
          Metrics: expect.arrayContaining([
            { Name: 'Accepted', Unit: 'Count' },
            { Name: 'Dropped', Unit: 'Count' },
            { Name: 'BufferedBytes', Unit: 'Bytes' },
          ]),
        },
      ],
    },
    service: 'gateway',
    environment: 'test',
    Accepted: 2,
    Delivered: 2,
    Dropped: 0,
  });
  // Every metric has its value, or CloudWatch takes none of them.
  expect(report).toHaveProperty('OldestAge');
  await vi.advanceTimersByTimeAsync(600_000);
  expect(sent.filter((message) => '_aws' in message)).toHaveLength(1);
  log.info('three');
  await vi.advanceTimersByTimeAsync(120_000);
  expect(sent.filter((message) => '_aws' in message)).toHaveLength(2);
  await sink.close(1000);
  expect(vi.getTimerCount()).toBe(0);
});

test('G22: no attribute can pose as the id of the event', async () => {
  const { sink, log, sent } = start();
  log.info('line', { event_id: 'mine', kept: true });
  await sink.flush(1000);
  expect(sent).toEqual([
    expect.objectContaining({ kept: true, event_id: expect.stringMatching(/^[0-9a-f]{16}-1$/) }),
  ]);
});

test('a line with an impossible time is sent with the time of now', async () => {
  const { sink, log, sent } = start();
  log.emit({ level: 'info', body: 'line', timeMs: Number.NaN });
  log.emit({ level: 'info', body: 'line', timeMs: 1.7 });
  await sink.flush(1000);
  expect(sent).toHaveLength(2);
});

test('G13: the same trouble is told once a minute, with how often it was not told', () => {
  let nowMs = 0;
  const told: unknown[] = [];
  const { log } = createLogging({
    level: 'info',
    nowMs: Date.now,
    sinks: [
      {
        ...start().sink,
        accept: ({ attributes }) => told.push([attributes['trouble'], attributes['repeated']]),
      },
    ],
  });
  const diagnose = createDiagnostics(log, () => nowMs);
  for (let second = 0; second <= 120; second += 1) {
    nowMs = second * 1000;
    diagnose('denied', 'no');
  }
  diagnose('throttled', 'slow');
  expect(told).toEqual([
    ['denied', undefined],
    ['denied', 59],
    ['denied', 59],
    ['throttled', undefined],
  ]);
});

test('G18: what the sink says of itself does not come back to it', async () => {
  const lines: string[] = [];
  const own = createLogging({
    level: 'info',
    nowMs: Date.now,
    sinks: [{ ...start().sink, accept: ({ body }) => lines.push(body) }],
  });
  const shipper = createEventShipper({
    ...shipperOptions(createPlainClient(() => Promise.resolve(refusal('AccessDeniedException')))),
    diagnose: createDiagnostics(own.log, () => performance.now()),
  });
  const { log } = start({ shipper });
  log.info('line');
  await vi.advanceTimersByTimeAsync(300_000);
  expect(lines.length).toBeGreaterThan(1);
  expect(shipper.statistics()).toMatchObject({ accepted: 1 });
});
