import type { Telemetry } from '@cruddur/telemetry';
import type { Store } from './store/store.ts';

/** Everything the app gets from outside; tests pass their own clock, ids, store and telemetry. */
export interface Dependencies {
  readonly store: Store;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
  readonly newUuid: () => string;
  /** Whether requests may ask for faults; never in production. @default false */
  readonly offersFaults?: boolean;
}
