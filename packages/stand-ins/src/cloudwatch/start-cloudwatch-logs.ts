import { serveFetch, type FetchServer, type FetchServerOptions } from '../http/serve-fetch.ts';
import {
  createCloudWatchLogs,
  type CloudWatchLogsOptions,
  type CloudWatchLogsStandIn,
} from './create-cloudwatch-logs.ts';

/** A running stand-in; its `url` is for `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS`. Dispose it to free its port. */
export type RunningCloudWatchLogs = CloudWatchLogsStandIn & FetchServer;

/** Stands in for CloudWatch Logs on a port of its own. Throws a `PortError`. */
export async function startCloudWatchLogs(
  options: CloudWatchLogsOptions & FetchServerOptions = {},
): Promise<RunningCloudWatchLogs> {
  const standIn = createCloudWatchLogs(options);
  const server = await serveFetch(standIn.fetch, options);
  return {
    ...server,
    fetch: standIn.fetch,
    get counts() {
      return standIn.counts;
    },
    calls: standIn.calls,
    get groups() {
      return standIn.groups;
    },
    readStream: standIn.readStream,
    setFaults: standIn.setFaults,
  };
}
