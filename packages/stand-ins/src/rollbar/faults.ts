import type { FaultSchedule } from '../http/fault-schedule.ts';
import type { TransportFault } from '../http/transport-fault.ts';

/** How Rollbar misbehaves until it is told otherwise. */
export type RollbarFault = (TransportFault | ProtocolFault) & {
  /** Default: every call. */
  readonly when?: FaultSchedule;
};

type ProtocolFault =
  /** 429, with how long the window still lasts; default 30 s. */
  | { readonly kind: 'rate-limit'; readonly remainingSeconds?: number }
  /** 500 with `{}`, which is no answer of Rollbar's. */
  | { readonly kind: 'empty-object' }
  | { readonly kind: 'too-large' }
  /** The token has been revoked: 403. */
  | { readonly kind: 'access-denied' }
  /** Any other status, with a message in JSON. */
  | { readonly kind: 'error'; readonly status: number; readonly message?: string };
