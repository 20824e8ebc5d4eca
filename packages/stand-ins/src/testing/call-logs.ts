import type { CloudWatchLogsStandIn } from '../cloudwatch/create-cloudwatch-logs.ts';

export interface LogsAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface LogsCallOptions {
  readonly accessKeyId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A call as the SDK makes it, but for its checks of what goes out. */
export function toLogsRequest(operation: string, body: string, options: LogsCallOptions = {}): Request {
  const { accessKeyId = 'AKIDEXAMPLE', headers = {}, signal } = options;
  const scope = `${accessKeyId}/20261121/us-east-1/logs/aws4_request`;
  return new Request('http://logs.test/', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'a'.repeat(64)}`,
      ...headers,
    },
    ...(signal === undefined ? {} : { signal }),
  });
}

export async function callLogs(
  standIn: Pick<CloudWatchLogsStandIn, 'fetch'>,
  operation: string,
  input: object,
  options: LogsCallOptions = {},
): Promise<LogsAnswer> {
  const response = await standIn.fetch(toLogsRequest(operation, JSON.stringify(input), options));
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    // safe: whatever it is, the tests look at its members
    body: JSON.parse(text) as Record<string, unknown>,
  };
}

/** With the group `g` and its stream `s`. */
export async function makeStream(standIn: Pick<CloudWatchLogsStandIn, 'fetch'>): Promise<void> {
  await callLogs(standIn, 'CreateLogGroup', { logGroupName: 'g' });
  await callLogs(standIn, 'CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
}
