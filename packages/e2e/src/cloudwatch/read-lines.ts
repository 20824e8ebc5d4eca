import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { logGroup, logStream } from './ship-lines.ts';

export interface ReadLine {
  readonly line: number;
  readonly timestampMs: number;
}

/** Every line of the stream, in the order in which the service gives them. */
export async function readLines(endpoint: string): Promise<readonly ReadLine[]> {
  const client = new CloudWatchLogsClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const lines: ReadLine[] = [];
  try {
    for (let token: string | undefined; ;) {
      const page = await client.send(
        new GetLogEventsCommand({
          logGroupName: logGroup,
          logStreamName: logStream,
          startFromHead: true,
          ...(token === undefined ? undefined : { nextToken: token }),
        }),
      );
      for (const { message = '{}', timestamp = Number.NaN } of page.events ?? [])
        lines.push({ line: JSON.parse(message).line, timestampMs: timestamp });
      // The end of a stream is told by the token that came before.
      if (page.nextForwardToken === token) return lines;
      token = page.nextForwardToken;
    }
  } finally {
    client.destroy();
  }
}
