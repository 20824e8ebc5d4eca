import { checkEntity } from './check-entity.ts';
import { checkBatch } from './check-batch.ts';
import { judgeAges, type RejectedLogEventsInfo } from './judge-ages.ts';
import { requiredString, type Input } from './input.ts';
import { checkGroupName, checkStreamName } from './name-rules.ts';
import type { LogStore } from './log-store.ts';
import type { TakenBatch } from './types.ts';

export interface PutContext {
  readonly store: LogStore;
  readonly nowMs: number;
  readonly maxEventBytes: number;
  /** Takes the place of the judgement by age. */
  readonly rejection: RejectedLogEventsInfo | undefined;
  /** A batch with an event that has this text is not taken. */
  readonly poison: string | undefined;
  readonly onTaken: (batch: TakenBatch, rejectedCount: number, isEntityRejected: boolean) => void;
}

export interface PutAnswer {
  readonly nextSequenceToken: string;
  readonly rejectedLogEventsInfo?: RejectedLogEventsInfo;
  readonly rejectedEntityInfo?: { readonly errorType: string };
}

/**
 * Takes a batch as a whole, but for events that are too old or too new, or throws a `ServiceError` and takes nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export function putLogEvents(input: Input, context: PutContext): PutAnswer {
  const groupName = requiredString(input, 'logGroupName');
  const streamName = requiredString(input, 'logStreamName');
  const { store, nowMs } = context;
  checkGroupName(groupName);
  checkStreamName(streamName);
  // What is wrong with the batch itself is said whether or not there is a stream for it.
  const events = checkBatch(input['logEvents'], context);
  const { retentionDays } = store.group(groupName);
  const stream = store.stream(groupName, streamName);
  const { info, from, to } = judgeAges(events, { nowMs, retentionDays, forced: context.rejection });
  const entity = checkEntity(input['entity']);
  const taken = events.slice(from, to).map((event) => ({ ...event, ingestedAtMs: nowMs }));
  store.append(stream, taken, nowMs);
  context.onTaken(
    {
      group: groupName,
      stream: streamName,
      events: taken,
      ...(entity.entity === undefined ? {} : { entity: entity.entity }),
    },
    events.length - taken.length,
    entity.errorType !== undefined,
  );
  return {
    nextSequenceToken: String(nowMs).padStart(56, '4'),
    ...(info === undefined ? {} : { rejectedLogEventsInfo: info }),
    ...(entity.errorType === undefined ? {} : { rejectedEntityInfo: { errorType: entity.errorType } }),
  };
}
