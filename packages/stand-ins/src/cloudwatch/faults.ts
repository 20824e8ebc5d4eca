import type { FaultSchedule } from '../http/fault-schedule.ts';
import type { TransportFault } from '../http/transport-fault.ts';

/** How CloudWatch Logs misbehaves until it is told otherwise. */
export type CloudWatchFault = (TransportFault | ProtocolFault) & {
  /** Default: every call that the fault is about; `forget` strikes once. */
  readonly when?: FaultSchedule;
  /** Names of operations, `PutLogEvents` for instance; default: all of them. `ingest` is the HTTP ingestion. */
  readonly operations?: readonly string[];
};

type ProtocolFault =
  /** ThrottlingException: 400, or 429 of the HTTP ingestion. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number }
  /** ExpiredTokenException for the access key that is used first, until another one comes. */
  | { readonly kind: 'expired-token' }
  | { readonly kind: 'access-denied' }
  /** The key is not known: UnrecognizedClientException. */
  | { readonly kind: 'unrecognized-client' }
  /** Any other error. Default status 400. */
  | {
      readonly kind: 'error';
      readonly errorType: string;
      readonly message?: string;
      readonly status?: number;
    }
  /** All groups, or the streams of all groups, are gone when it strikes. */
  | { readonly kind: 'forget'; readonly what: 'groups' | 'streams' }
  /** Takes a batch but for the events at these indices, as if by their age. */
  | {
      readonly kind: 'partial-rejection';
      /** Inclusive. */
      readonly tooNewLogEventStartIndex?: number;
      /** Exclusive. */
      readonly tooOldLogEventEndIndex?: number;
      /** Exclusive. */
      readonly expiredLogEventEndIndex?: number;
    }
  /** InvalidParameterException for a batch with an event whose message has this text. */
  | { readonly kind: 'poison'; readonly text: string }
  /**
   * The service's clock (its Date header, its judgement of ages) is ahead by so much, or behind if negative, for every call
   * whatever `when` says. With `refusesSignatures`, InvalidSignatureException for what was signed five minutes off it.
   */
  | { readonly kind: 'clock-skew'; readonly skewMs: number; readonly refusesSignatures?: boolean };
