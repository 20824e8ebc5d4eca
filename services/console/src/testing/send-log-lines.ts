export interface LogLineToSend {
  readonly timeMs: number;
  /** Written as JSON unless it is text. */
  readonly line: object | string;
}

const group = '/cruddur/test';
const stream = 'test';

/** Writes log lines as an AWS SDK does: makes group and stream, then one PutLogEvents. Gives its answer. */
export async function sendLogLines(
  cloudwatchUrl: string,
  lines: readonly LogLineToSend[],
): Promise<Response> {
  await call(cloudwatchUrl, 'CreateLogGroup', { logGroupName: group });
  await call(cloudwatchUrl, 'CreateLogStream', { logGroupName: group, logStreamName: stream });
  return call(cloudwatchUrl, 'PutLogEvents', {
    logGroupName: group,
    logStreamName: stream,
    logEvents: lines.map(({ timeMs, line }) => ({
      timestamp: timeMs,
      message: typeof line === 'string' ? line : JSON.stringify(line),
    })),
  });
}

function call(cloudwatchUrl: string, operation: string, input: object): Promise<Response> {
  return fetch(cloudwatchUrl, {
    method: 'POST',
    body: JSON.stringify(input),
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${operation}`,
      // The stand-in reads a signature's form, not its value.
      authorization: `AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    },
  });
}
