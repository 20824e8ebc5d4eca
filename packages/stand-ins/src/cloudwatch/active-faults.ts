import { createFaultSchedule } from '../http/fault-schedule.ts';
import { isTransportFault, type TransportFault } from '../http/transport-fault.ts';
import type { Caller } from './credentials.ts';
import type { CloudWatchFault } from './faults.ts';
import type { RejectedLogEventsInfo } from './judge-ages.ts';
import { ServiceError } from './service-error.ts';

/** What is done in place of an answer, or with it. */
export type FaultAnswer =
  | { readonly kind: 'transport'; readonly fault: TransportFault }
  | {
      readonly kind: 'error';
      readonly fault: CloudWatchFault;
      readonly error: ServiceError;
      readonly retryAfterSeconds?: number;
    };

/** What strikes one call. */
export interface Strike {
  readonly answer: FaultAnswer | undefined;
  readonly forgets: 'groups' | 'streams' | undefined;
  readonly rejection: RejectedLogEventsInfo | undefined;
  readonly poison: string | undefined;
}

const maxSignatureAgeMs = 300_000;

/** The faults in force, and how often each was asked. */
export class ActiveFaults {
  /** Epoch milliseconds are ahead by this. */
  readonly skewMs: number;
  readonly #switches: readonly { readonly fault: CloudWatchFault; readonly strikes: () => boolean }[];
  #expiredKeyId: string | undefined;

  constructor(faults: readonly CloudWatchFault[]) {
    this.#switches = faults.map((fault) => ({
      fault,
      strikes: createFaultSchedule(
        fault.when ?? (fault.kind === 'forget' ? { kind: 'times', count: 1 } : undefined),
      ),
    }));
    this.skewMs = faults.reduce((sum, fault) => (fault.kind === 'clock-skew' ? sum + fault.skewMs : sum), 0);
  }

  /** Several may strike at once; of those that answer in place of the service, the first one does. */
  strike(operation: string, caller: Caller, nowMs: number): Strike {
    const struck = this.#switches
      .filter(({ fault }) => fault.operations === undefined || fault.operations.includes(operation))
      .filter(({ strikes }) => strikes())
      .map(({ fault }) => fault);
    const answer = this.#findAnswer(struck, operation, caller, nowMs);
    const rejection = struck.find((fault) => fault.kind === 'partial-rejection');
    return {
      answer,
      forgets: struck.find((fault) => fault.kind === 'forget')?.what,
      rejection: rejection === undefined ? undefined : toRejection(rejection),
      poison: struck.find((fault) => fault.kind === 'poison')?.text,
    };
  }

  #findAnswer(
    struck: readonly CloudWatchFault[],
    operation: string,
    caller: Caller,
    nowMs: number,
  ): FaultAnswer | undefined {
    for (const fault of struck) {
      if (isTransportFault(fault)) return { kind: 'transport', fault };
      const found = this.#toError(fault, operation, caller, nowMs);
      if (found !== undefined) return { kind: 'error', fault, ...found };
    }
    return undefined;
  }

  #toError(
    fault: CloudWatchFault,
    operation: string,
    caller: Caller,
    nowMs: number,
  ): { readonly error: ServiceError; readonly retryAfterSeconds?: number } | undefined {
    switch (fault.kind) {
      case 'throttle': {
        const { retryAfterSeconds } = fault;
        return {
          error: new ServiceError('ThrottlingException', 'Rate exceeded', operation === 'ingest' ? 429 : 400),
          ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
        };
      }
      case 'expired-token': {
        const keyId = caller.kind === 'sigv4' ? caller.accessKeyId : caller.kind;
        this.#expiredKeyId ??= keyId;
        if (keyId !== this.#expiredKeyId) return undefined;
        return {
          error: new ServiceError(
            'ExpiredTokenException',
            'The security token included in the request is expired',
          ),
        };
      }
      case 'access-denied':
        return {
          error: new ServiceError(
            'AccessDeniedException',
            'User: arn:aws:sts::000000000000:assumed-role/stand-in is not authorized to perform this action',
          ),
        };
      case 'unrecognized-client':
        return {
          error: new ServiceError(
            'UnrecognizedClientException',
            'The security token included in the request is invalid.',
          ),
        };
      case 'error':
        return {
          error: new ServiceError(fault.errorType, fault.message ?? 'as the fault says', fault.status),
        };
      case 'clock-skew': {
        const signedAtMs = caller.kind === 'sigv4' ? caller.signedAtMs : undefined;
        if (fault.refusesSignatures !== true || signedAtMs === undefined) return undefined;
        if (Math.abs(signedAtMs - nowMs) <= maxSignatureAgeMs) return undefined;
        return {
          error: new ServiceError(
            'InvalidSignatureException',
            `Signature expired: ${new Date(signedAtMs).toISOString()} is not within 5 min. of ${new Date(nowMs).toISOString()}`,
          ),
        };
      }
      default:
        return undefined;
    }
  }
}

function toRejection(info: RejectedLogEventsInfo): RejectedLogEventsInfo {
  const { tooNewLogEventStartIndex, tooOldLogEventEndIndex, expiredLogEventEndIndex } = info;
  return {
    ...(tooNewLogEventStartIndex === undefined ? {} : { tooNewLogEventStartIndex }),
    ...(tooOldLogEventEndIndex === undefined ? {} : { tooOldLogEventEndIndex }),
    ...(expiredLogEventEndIndex === undefined ? {} : { expiredLogEventEndIndex }),
  };
}
