import { createCloudWatchLogs, type CloudWatchLogsStandIn, type TakenBatch } from '@cruddur/stand-ins';
import type { LogLine } from '../api/log-types.ts';
import type { TraceStore } from '../store/trace-store.ts';
import { parseLogLine } from './parse-log-line.ts';
import type { VendorReceiver } from './vendor-receiver.ts';

/** For who reads a stream back, as `aws logs tail --endpoint-url` does; what the page shows is in the store. */
const maxKeptEvents = 10_000;
const maxKeptBytes = 8 * 1_048_576;

/** What a client finds out on its way to a group that it then makes: no refusal of any line. */
const expectedErrors = new Set(['ResourceNotFoundException', 'ResourceAlreadyExistsException']);

/** Takes log lines as CloudWatch Logs does, below any path. */
export function createCloudWatchReceiver(store: TraceStore, now: () => number): VendorReceiver {
  let lineCount = 0;
  const toId = (): string => `line-${(lineCount += 1)}`;
  const standIn = createCloudWatchLogs({
    nowMs: now,
    maxKeptEvents,
    maxKeptBytes,
    onEvents: (batch) => void store.addLines(toLines(batch, toId)),
  });
  let knownRejected = 0;
  return {
    fetch: async (request) => {
      const response = await standIn.fetch(request);
      const { rejected } = standIn.counts;
      if (rejected > knownRejected) {
        const count = rejected - knownRejected;
        knownRejected = rejected;
        store.rejectLines(count, {
          timeMs: now(),
          vendor: 'cloudwatch',
          reason: `PutLogEvents: ${count} of the events rejected for their age (older than 14 days, or more than 2 hours ahead)`,
        });
      }
      await noteRefusal(request, response, store, now);
      return response;
    },
    counts: () => toCounts(standIn),
  };
}

function toLines({ group, stream, events }: TakenBatch, toId: () => string): readonly LogLine[] {
  return events.map(({ message, timestampMs }) =>
    parseLogLine(message, { group, stream, timestampMs }, toId),
  );
}

function toCounts({
  counts: { calls, accepted, refusedCalls },
}: CloudWatchLogsStandIn): ReturnType<VendorReceiver['counts']> {
  return { calls, accepted, refusedCalls };
}

async function noteRefusal(
  request: Request,
  response: Response,
  store: TraceStore,
  now: () => number,
): Promise<void> {
  if (response.status < 400) return;
  const body: unknown = await response.clone().json();
  const { __type: errorType, message } = body as { readonly __type?: string; readonly message?: string }; // what the stand-in answers
  if (errorType !== undefined && expectedErrors.has(errorType)) return;
  const operation = request.headers.get('x-amz-target')?.replace(/^Logs_\d+\./, '') ?? request.method;
  store.refuse({ timeMs: now(), vendor: 'cloudwatch', reason: `${operation}: ${errorType}: ${message}` });
}
