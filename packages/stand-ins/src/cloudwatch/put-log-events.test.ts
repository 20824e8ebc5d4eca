import { describe, expect, it } from 'vitest';
import { callLogs, makeStream, type LogsAnswer } from '../testing/call-logs.ts';
import { createCloudWatchLogs, type CloudWatchLogsStandIn } from './create-cloudwatch-logs.ts';
import type { TakenBatch } from './types.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

interface Rig {
  readonly logs: CloudWatchLogsStandIn;
  readonly taken: TakenBatch[];
  readonly put: (logEvents: unknown, more?: object) => Promise<LogsAnswer>;
}

async function createRig(options: { readonly maxEventBytes?: number } = {}): Promise<Rig> {
  const taken: TakenBatch[] = [];
  const logs = createCloudWatchLogs({
    ...options,
    nowMs: () => nowMs,
    onEvents: (batch) => taken.push(batch),
  });
  await makeStream(logs);
  return {
    logs,
    taken,
    put: (logEvents, more = {}) =>
      callLogs(logs, 'PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents, ...more }),
  };
}

const at = (offsetMs: number, message = 'x'): object => ({ timestamp: nowMs + offsetMs, message });
const ofBytes = (byteLength: number): object => at(0, 'x'.repeat(byteLength - 26));

describe('a batch within the limits', () => {
  it.each([
    ['one event', [at(0)]],
    ['10,000 events', Array.from({ length: 10_000 }, () => at(0))],
    ['1,048,576 bytes in one event', [ofBytes(1_048_576)]],
    ['1,048,576 bytes in four', [1, 2, 3, 4].map(() => ofBytes(262_144))],
    ['349,516 characters of three bytes', [at(0, '\u20AC'.repeat(349_516))]],
    ['24 hours', [at(-dayMs), at(0)]],
    ['equal times', [at(0, 'a'), at(0, 'b')]],
    ['14 days of age', [at(-14 * dayMs)]],
    ['2 hours ahead', [at(2 * hourMs)]],
  ])('is taken as a whole: %s', async (_, logEvents) => {
    const { put, taken, logs } = await createRig();
    const { status, body } = await put(logEvents);
    expect({ status, body }).toEqual({ status: 200, body: { nextSequenceToken: expect.any(String) } });
    expect(taken.map(({ group, stream, events }) => [group, stream, events.length])).toEqual([
      ['g', 's', logEvents.length],
    ]);
    expect(logs.counts).toMatchObject({
      batches: 1,
      accepted: logEvents.length,
      rejected: 0,
      refusedCalls: 0,
    });
  });

  it('reaches the reader as it was sent', async () => {
    const { put, taken, logs } = await createRig();
    await put([at(-1, 'first \u{1F600}'), at(0, '{"a":1}')]);
    const kept = [
      { timestampMs: nowMs - 1, message: 'first \u{1F600}', ingestedAtMs: nowMs },
      { timestampMs: nowMs, message: '{"a":1}', ingestedAtMs: nowMs },
    ];
    expect(taken).toEqual([{ group: 'g', stream: 's', events: kept }]);
    expect(logs.readStream('g', 's')).toMatchObject(kept);
  });
});

describe('a batch beyond the limits', () => {
  it.each([
    ['no events', [], /length greater than or equal to 1/],
    ['no list', undefined, /logEvents.*not be null/],
    ['10,001 events', Array.from({ length: 10_001 }, () => at(0)), /less than or equal to 10000/],
    [
      'one event too large',
      [ofBytes(1_048_577)],
      /^Log event too large: 1048577 bytes exceeds limit of 1048576/,
    ],
    ['one byte too much', [ofBytes(524_288), ofBytes(524_289)], /^Upload too large: 1048577 bytes/],
    ['one character of three bytes too much', [at(0, '\u20AC'.repeat(349_517))], /too large: 1048577/],
    ['24 hours and a millisecond', [at(-dayMs - 1), at(0)], /cannot span more than 24 hours/],
    ['out of order', [at(0), at(-1)], /must be in chronological order/],
    ['an empty message', [at(0), at(0, '')], /logEvents\.2\.member\.message/],
    ['no message', [{ timestamp: nowMs }], /message.*not be null/],
    ['no timestamp', [{ message: 'x' }], /timestamp.*not be null/],
    ['a negative timestamp', [{ timestamp: -1, message: 'x' }], /greater than or equal to 0/],
  ])('is not taken at all: %s', async (_, logEvents, message) => {
    const { put, taken, logs } = await createRig();
    const { status, body } = await put(logEvents);
    expect(status).toBe(400);
    expect(body).toEqual({ __type: 'InvalidParameterException', message: expect.stringMatching(message) });
    expect(taken).toEqual([]);
    expect(logs.counts).toMatchObject({ accepted: 0, batches: 0, refusedCalls: 1 });
  });

  it.each([
    ['a timestamp in text', [{ timestamp: '1', message: 'x' }]],
    ['a fraction of a millisecond', [{ timestamp: 1.5, message: 'x' }]],
    ['a message that is no text', [{ timestamp: 1, message: 2 }]],
    ['an event that is none', ['x']],
    ['no list of events', {}],
  ])('does not fit the protocol: %s', async (_, logEvents) => {
    const { put } = await createRig();
    expect((await put(logEvents)).body['__type']).toBe('SerializationException');
  });

  it('obeys the older limit of an event where it is asked for', async () => {
    const { put } = await createRig({ maxEventBytes: 262_144 });
    expect((await put([ofBytes(262_144)])).status).toBe(200);
    expect((await put([ofBytes(262_145)])).body['message']).toMatch(/^Log event too large: 262145/);
  });
});

describe('events of a wrong age', () => {
  it.each([
    ['too new', [at(0), at(2 * hourMs + 1), at(2 * hourMs + 2)], { tooNewLogEventStartIndex: 1 }, 1],
    ['too old', [at(-14 * dayMs - 2), at(-14 * dayMs - 1), at(0)], { tooOldLogEventEndIndex: 2 }, 1],
    ['all too old', [at(-14 * dayMs - 1)], { tooOldLogEventEndIndex: 1 }, 0],
    [
      'too old and too new',
      [at(-20 * dayMs), at(0), at(dayMs)],
      { tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 },
      1,
    ],
  ])('are rejected and the rest is taken: %s', async (_, logEvents, info, acceptedCount) => {
    const { put, logs } = await createRig();
    const { status, body } = await put(logEvents);
    expect(status).toBe(200);
    expect(body['rejectedLogEventsInfo']).toEqual(info);
    expect(logs.counts).toMatchObject({
      accepted: acceptedCount,
      rejected: logEvents.length - acceptedCount,
    });
  });

  it('are rejected when older than the group keeps them', async () => {
    const { put, logs } = await createRig();
    await callLogs(logs, 'PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 3 });
    const { body } = await put([at(-20 * dayMs), at(-3 * dayMs - 1), at(-3 * dayMs), at(-3 * dayMs + 1)]);
    expect(body['rejectedLogEventsInfo']).toEqual({ tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2 });
    expect(logs.counts).toMatchObject({ accepted: 2, rejected: 2 });
  });
});

describe('a batch for a place that is not there', () => {
  it.each([
    ['group', { logGroupName: 'other' }, 'The specified log group does not exist.'],
    ['stream', { logStreamName: 'other' }, 'The specified log stream does not exist.'],
  ])('says which: %s', async (_, place, message) => {
    const { put } = await createRig();
    const { status, body } = await put([at(0)], place);
    expect({ status, body }).toEqual({ status: 400, body: { __type: 'ResourceNotFoundException', message } });
  });

  it('says that the name could be of none', async () => {
    const { put } = await createRig();
    expect((await put([at(0)], { logGroupName: 'a b' })).body['__type']).toBe('InvalidParameterException');
    expect((await put([at(0)], { logStreamName: 'a:b' })).body['__type']).toBe('InvalidParameterException');
  });
});

describe('the entity of a batch', () => {
  const service = { Type: 'Service', Name: 'gateway', Environment: 'dev' };

  it('is told with the events', async () => {
    const { put, taken } = await createRig();
    const entity = { keyAttributes: service, attributes: { 'AWS.ServiceNameSource': 'UserConfiguration' } };
    expect((await put([at(0)], { entity })).body).not.toHaveProperty('rejectedEntityInfo');
    expect(taken[0]?.entity).toEqual(entity);
  });

  it.each([
    ['no structure', 'gateway', 'InvalidEntity'],
    ['an unknown key', { keyAttributes: { ...service, Host: 'a' } }, 'InvalidKeyAttributes'],
    ['an empty value', { keyAttributes: { ...service, Name: '' } }, 'InvalidKeyAttributes'],
    ['a value that is no text', { keyAttributes: { ...service, Name: 1 } }, 'InvalidKeyAttributes'],
    ['no type', { keyAttributes: { Name: 'gateway', Environment: 'dev' } }, 'MissingRequiredFields'],
    ['no environment', { keyAttributes: { Type: 'Service', Name: 'gateway' } }, 'MissingRequiredFields'],
    ['an unknown type', { keyAttributes: { ...service, Type: 'Thing' } }, 'InvalidTypeValue'],
    ['a long value', { keyAttributes: { ...service, Name: 'x'.repeat(513) } }, 'EntitySizeTooLarge'],
    [
      'eleven attributes',
      {
        keyAttributes: service,
        attributes: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, 'x'])),
      },
      'InvalidAttributes',
    ],
  ])('is rejected and the events are taken: %s', async (_, entity, errorType) => {
    const { put, logs, taken } = await createRig();
    const { status, body } = await put([at(0)], { entity });
    expect(status).toBe(200);
    expect(body['rejectedEntityInfo']).toEqual({ errorType });
    expect(logs.counts).toMatchObject({ accepted: 1, rejectedEntities: 1 });
    expect(taken[0]).not.toHaveProperty('entity');
  });
});
