import { array, assert, asyncProperty, integer, nat, record } from 'fast-check';
import { expect, it } from 'vitest';
import { callLogs } from '../testing/call-logs.ts';
import { createCloudWatchLogs, type CloudWatchLogsStandIn } from './create-cloudwatch-logs.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const streamNames = ['s', 't'];

interface SentEvent {
  readonly stream: string;
  readonly timestampMs: number;
  readonly message: string;
}

async function fill(logs: CloudWatchLogsStandIn, sent: readonly SentEvent[]): Promise<void> {
  await callLogs(logs, 'CreateLogGroup', { logGroupName: 'g' });
  for (const logStreamName of streamNames)
    await callLogs(logs, 'CreateLogStream', { logGroupName: 'g', logStreamName });
  for (const { stream, timestampMs, message } of sent) {
    const logEvents = [{ timestamp: timestampMs, message }];
    await callLogs(logs, 'PutLogEvents', { logGroupName: 'g', logStreamName: stream, logEvents });
  }
}

/** All pages, as the messages of each. */
async function readAll(
  logs: CloudWatchLogsStandIn,
  operation: string,
  input: object,
  token: string,
): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  for (let nextToken: unknown; ;) {
    const { body } = await callLogs(logs, operation, { logGroupName: 'g', ...input, nextToken });
    // safe: what the stand-in answers
    pages.push((body['events'] as readonly { message: string }[]).map(({ message }) => message));
    const following = body[token];
    if (following === undefined || following === nextToken) return pages;
    nextToken = following;
  }
}

const byTime = (left: SentEvent, right: SentEvent): number => left.timestampMs - right.timestampMs;
const toMessages = (events: readonly SentEvent[]): readonly string[] => events.map(({ message }) => message);

it('gives every event once, by time and then by arrival, whatever the pages', async () => {
  const event = record({ streamIndex: nat(1), offsetMs: integer({ min: -3, max: 3 }) });
  await assert(
    asyncProperty(array(event, { maxLength: 12 }), integer({ min: 1, max: 5 }), async (choices, limit) => {
      const logs = createCloudWatchLogs({ nowMs: () => nowMs });
      const sent = choices.map(({ streamIndex, offsetMs }, index) => ({
        stream: streamNames[streamIndex] ?? 's',
        timestampMs: nowMs + offsetMs,
        message: `event ${index}`,
      }));
      await fill(logs, sent);
      const inStream = toMessages(sent.filter(({ stream }) => stream === 's').toSorted(byTime));
      const one = { logStreamName: 's', limit };
      const forwards = await readAll(
        logs,
        'GetLogEvents',
        { ...one, startFromHead: true },
        'nextForwardToken',
      );
      expect(forwards.flat()).toEqual(inStream);
      const backwards = await readAll(logs, 'GetLogEvents', one, 'nextBackwardToken');
      expect(backwards.toReversed().flat()).toEqual(inStream);
      const filtered = await readAll(logs, 'FilterLogEvents', { limit }, 'nextToken');
      expect(filtered.flat()).toEqual(toMessages(sent.toSorted(byTime)));
      for (const page of [...forwards, ...backwards, ...filtered])
        expect(page.length).toBeLessThanOrEqual(limit);
    }),
  );
});
