import { createFaultSchedule } from '../http/fault-schedule.ts';
import { isTransportFault, type TransportFault } from '../http/transport-fault.ts';
import type { Caller } from './credentials.ts';
import type { CloudWatchFault } from './faults.ts';
import type { RejectedLogEventsInfo } from './judge-ages.ts';
import { ServiceError } from './service-error.ts';

/** What strikes one call. */
export interface Strike {
  /** Kind of the fault that decides about the answer. */
  readonly kind: string | undefined;
  readonly transport: TransportFault | undefined;
  readonly error: { readonly error: ServiceError; readonly retryAfterSeconds?: number } | undefined;
  readonly forgets: 'groups' | 'streams' | undefined;
  readonly rejection: RejectedLogEventsInfo | undefined;
  readonly poison: string | undefined;
}

/** The faults in force, and how often each was asked. */
export class ActiveFaults {
  /** Epoch milliseconds are ahead by this. */
  readonly skewMs: number;
  readonly #switches: readonly { readonly fault: CloudWatchFault; readonly strikes: () => boolean }[];
  #expiredKeyId: string | undefined;

  constructor(faults: readonly CloudWatchFault[]) {
    this.#switches = faults.map((fault) => ({ fault, strikes: createFaultSchedule(fault.when) }));
    this.skewMs = faults.reduce((sum, fault) => (fault.kind === 'clock-skew' ? sum + fault.skewMs : sum), 0);
  }

  /** Several may strike at once; of those that answer in place of the service, the first one does. */
  strike(operation: string, caller: Caller): Strike {
    const struck = this.#switches
      .filter(({ fault }) => fault.operations === undefined || fault.operations.includes(operation))
      .filter(({ strikes }) => strikes())
      .map(({ fault }) => fault);
    const errors = struck.flatMap((fault) => {
      const found = this.#toError(fault, caller);
      return found === undefined ? [] : [{ kind: fault.kind, ...found }];
    });
    const transport = struck.find((fault) => isTransportFault(fault));
    const [error] = errors;
    const rejection = struck.find((fault) => fault.kind === 'partial-rejection');
    return {
      kind: transport?.kind ?? error?.kind,
      transport,
      error,
      forgets: struck.find((fault) => fault.kind === 'forget')?.what,
      rejection: rejection === undefined ? undefined : toRejection(rejection),
      poison: struck.find((fault) => fault.kind === 'poison')?.text,
    };
  }

  #toError(
    fault: CloudWatchFault,
    caller: Caller,
  ): { readonly error: ServiceError; readonly retryAfterSeconds?: number } | undefined {
    switch (fault.kind) {
      case 'throttle': {
        const { retryAfterSeconds } = fault;
        return {
          error: new ServiceError('ThrottlingException', 'Rate exceeded'),
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
