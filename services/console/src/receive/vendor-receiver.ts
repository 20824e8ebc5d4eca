import type { VendorCounts } from '../api/sink-types.ts';

/** A vendor's API on the page's server, below a path of its own. */
export interface VendorReceiver {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly counts: () => VendorCounts;
}
