import type * as CloudWatchLogsSdk from '@aws-sdk/client-cloudwatch-logs';
import type { CloudWatchLogsClient, CloudWatchLogsClientConfig } from '@aws-sdk/client-cloudwatch-logs';
import type { CallResult, LogsClient } from '../cloudwatch/logs-client.ts';
import { createAnswerWatch, toCallFailure, type Watched } from './cloudwatch-answer.ts';

export interface CloudWatchClientSettings {
  /** Undefined: as the SDK finds it. */
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  /** Credentials that a local stand-in takes. */
  readonly useLocalCredentials: boolean;
  readonly connectTimeoutMs: number;
  readonly maxSockets: number;
}

interface Loaded {
  readonly sdk: typeof CloudWatchLogsSdk;
  readonly client: CloudWatchLogsClient;
}

const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const localRegion = 'us-east-1';

/**
 * CloudWatch Logs by the AWS SDK, which is loaded with the first call: it costs 100 ms that only those pay who use it.
 * The SDK makes one attempt per call; trying again is the shipper's business, which knows what waits behind it.
 */
export function createCloudWatchClient(settings: CloudWatchClientSettings): LogsClient {
  let loading: Promise<Loaded> | undefined;
  const load = (): Promise<Loaded> => {
    loading ??= loadSdk(settings);
    return loading;
  };

  const call = async <T>(send: (loaded: Loaded, watched: Watched) => Promise<T>): Promise<CallResult<T>> => {
    const answer = createAnswerWatch();
    try {
      const value = await send(await load(), answer.watched);
      return { ok: true, value, serverTimeMs: answer.serverTimeMs() };
    } catch (error) {
      return { ok: false, failure: toCallFailure(error, answer), serverTimeMs: answer.serverTimeMs() };
    }
  };

  return {
    putLogEvents: ({ group, stream, events, entity }, abortSignal) =>
      call(async ({ sdk, client }, watched) => {
        const command = new sdk.PutLogEventsCommand({
          logGroupName: group,
          logStreamName: stream,
          logEvents: events.map(({ timestampMs, message }) => ({ timestamp: timestampMs, message })),
          ...(entity === undefined ? undefined : { entity: { keyAttributes: { ...entity.keyAttributes } } }),
        });
        const output = await client.send(watched(command), { abortSignal });
        return {
          rejected: output.rejectedLogEventsInfo,
          rejectedEntity: output.rejectedEntityInfo?.errorType,
        };
      }),
    createLogGroup: ({ group, tags }, abortSignal) =>
      call(async ({ sdk, client }, watched) => {
        const named = Object.keys(tags).length === 0 ? undefined : { tags: { ...tags } };
        const command = new sdk.CreateLogGroupCommand({ logGroupName: group, ...named });
        await client.send(watched(command), { abortSignal });
        return undefined;
      }),
    createLogStream: ({ group, stream }, abortSignal) =>
      call(async ({ sdk, client }, watched) => {
        const command = new sdk.CreateLogStreamCommand({ logGroupName: group, logStreamName: stream });
        await client.send(watched(command), { abortSignal });
        return undefined;
      }),
    putRetentionPolicy: ({ group, days }, abortSignal) =>
      call(async ({ sdk, client }, watched) => {
        const command = new sdk.PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: days });
        await client.send(watched(command), { abortSignal });
        return undefined;
      }),
    refreshCredentials: async () => {
      const { client } = await load();
      // What it finds, or does not find, the next call will tell.
      await client.config.credentials({ forceRefresh: true }).catch(() => undefined);
    },
    close: () => {
      void loading?.then(({ client }) => client.destroy()).catch(() => undefined);
    },
  };
}

async function loadSdk({
  region,
  endpoint,
  useLocalCredentials,
  connectTimeoutMs,
  maxSockets,
}: CloudWatchClientSettings): Promise<Loaded> {
  const sdk = await import('@aws-sdk/client-cloudwatch-logs');
  const config: CloudWatchLogsClientConfig = {
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      httpAgent: { maxSockets },
      httpsAgent: { maxSockets },
    },
    ...(endpoint === undefined ? undefined : { endpoint }),
    ...(useLocalCredentials
      ? { region: region ?? localRegion, credentials: localCredentials }
      : region === undefined
        ? undefined
        : { region }),
  };
  return { sdk, client: new sdk.CloudWatchLogsClient(config) };
}
