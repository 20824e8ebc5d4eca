import { serveFetch, type FetchServer, type FetchServerOptions } from '../http/serve-fetch.ts';
import { createRollbar, type RollbarOptions, type RollbarStandIn } from './create-rollbar.ts';

/** A running stand-in. Dispose it to free its port. */
export interface RunningRollbar extends RollbarStandIn, FetchServer {
  /** For `ROLLBAR_ENDPOINT`. */
  readonly itemUrl: string;
}

/** Stands in for Rollbar on a port of its own. Throws a `PortError`. */
export async function startRollbar(
  options: RollbarOptions & FetchServerOptions = {},
): Promise<RunningRollbar> {
  const standIn = createRollbar(options);
  const server = await serveFetch(standIn.fetch, options);
  return {
    ...server,
    itemUrl: `${server.url}/api/1/item/`,
    fetch: standIn.fetch,
    get counts() {
      return standIn.counts;
    },
    items: standIn.items,
    calls: standIn.calls,
    setFaults: standIn.setFaults,
  };
}
