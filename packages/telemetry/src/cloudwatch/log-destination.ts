import type { CallService } from './call-service.ts';
import { classifyFailure } from './classify-failure.ts';
import type { Diagnose } from './diagnostics.ts';
import type { CallFailure, CallResult, LogsClient, LogStreamName } from './logs-client.ts';

export interface LogDestinationSettings extends LogStreamName {
  /** For a group that is created here; undefined: it keeps its events for ever. */
  readonly retentionDays: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** The log group and stream, created when they are missing, at the start or whenever somebody deleted them. */
export interface LogDestination {
  readonly isReady: () => boolean;
  /** Creates what is missing. Gives the failure that kept it from that; one at a time, however many ask. */
  readonly prepare: () => Promise<CallFailure | undefined>;
  /** Events were taken: it is there, whoever created it. */
  readonly found: () => void;
  /** A call said that it is gone. */
  readonly forget: () => void;
}

export function createLogDestination(
  { group, stream, retentionDays, tags }: LogDestinationSettings,
  client: LogsClient,
  call: CallService,
  diagnose: Diagnose,
): LogDestination {
  let ready = false;
  let lacksRetention = false;
  let preparing: Promise<CallFailure | undefined> | undefined;

  const createStream = (): Promise<CallResult<undefined>> =>
    call((signal) => client.createLogStream({ group, stream }, signal));

  const prepareOnce = async (): Promise<CallFailure | undefined> => {
    // In this order: that there is a group is by far the most frequent case.
    let failure = failureOf(await createStream());
    if (failure !== undefined && classifyFailure(failure) === 'missing') {
      const created = await call((signal) => client.createLogGroup({ group, tags }, signal));
      failure = failureOf(created);
      if (failure !== undefined) return failure;
      // Whoever created the group gives it its retention.
      lacksRetention = created.ok && retentionDays !== undefined;
      failure = failureOf(await createStream());
    }
    if (failure === undefined && lacksRetention) await putRetention();
    ready = failure === undefined;
    return failure;
  };

  /** Events are worth more than their expiry: without it, they are sent all the same. */
  const putRetention = async (): Promise<void> => {
    if (retentionDays === undefined) return;
    const result = await call((signal) => client.putRetentionPolicy({ group, days: retentionDays }, signal));
    lacksRetention = false;
    if (!result.ok)
      diagnose('retention', `the log group ${group} keeps its events for ever: ${result.failure.message}`, {
        code: result.failure.code,
      });
  };

  return {
    isReady: () => ready,
    prepare: () => {
      preparing ??= prepareOnce().finally(() => {
        preparing = undefined;
      });
      return preparing;
    },
    found: () => {
      ready = true;
    },
    forget: () => {
      ready = false;
    },
  };
}

function failureOf(result: CallResult<undefined>): CallFailure | undefined {
  return result.ok || classifyFailure(result.failure) === 'exists' ? undefined : result.failure;
}
