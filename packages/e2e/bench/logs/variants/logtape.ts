import { awsAccess, lineText, toLineFields, traceFields } from './line-fields.ts';
import type { LogVariant, LogVariantOptions } from './log-variant.ts';

interface LogTape {
  readonly configure: (options: object) => Promise<void>;
  readonly getLogger: (category: string) => {
    readonly with: (fields: object) => { readonly info: (text: string, fields: object) => void };
  };
  readonly jsonLinesFormatter: (record: object) => string;
}

interface CloudWatchSinks {
  readonly getCloudWatchLogsSink: (options: object) => object;
}

interface AwsSdk {
  readonly CloudWatchLogsClient: new (options: object) => {
    readonly send: (command: object) => Promise<object>;
  };
  readonly CreateLogGroupCommand: new (input: object) => object;
  readonly CreateLogStreamCommand: new (input: object) => object;
}

const group = { logGroupName: '/bench/logs' };
const stream = { ...group, logStreamName: 'logtape' };
const createTimeoutMs = 1000;

/** LogTape with `@logtape/cloudwatch-logs` alone, as JSON lines; nothing is redacted. */
export async function startLogTape({ endpoint, peers }: LogVariantOptions): Promise<LogVariant> {
  // safe: LogTape 2 and the SDK, as their documentation has them
  const logtape = peers.require('@logtape/logtape') as LogTape;
  const { getCloudWatchLogsSink } = peers.require('@logtape/cloudwatch-logs') as CloudWatchSinks;
  const sdk = peers.require('@aws-sdk/client-cloudwatch-logs') as AwsSdk;
  const client = new sdk.CloudWatchLogsClient({ ...awsAccess, endpoint });
  // It creates neither group nor stream; at an endpoint that is down it goes without.
  const created = client
    .send(new sdk.CreateLogGroupCommand(group))
    .catch(() => undefined)
    .then(() => client.send(new sdk.CreateLogStreamCommand(stream)))
    .catch(() => undefined);
  await Promise.race([created, new Promise((resolve) => setTimeout(resolve, createTimeoutMs))]);
  await logtape.configure({
    sinks: {
      cloudwatch: getCloudWatchLogsSink({ ...stream, client, formatter: logtape.jsonLinesFormatter }),
    },
    loggers: [
      { category: 'bench', lowestLevel: 'info', sinks: ['cloudwatch'] },
      { category: ['logtape', 'meta'], lowestLevel: 'fatal', sinks: [] },
    ],
  });
  const log = logtape.getLogger('bench').with(traceFields);
  return {
    log: (line) => log.info(lineText, toLineFields(line)),
    inTrace: (fn) => fn(),
    account: () => undefined,
  };
}
