import type { DeliveryStatistics } from '../delivery/delivery.ts';
import type { LogRecord } from './logger.ts';

/** A destination of log records. Sinks do not know each other; a slow or dead one affects no other. */
export interface LogSink {
  readonly name: string;
  /** Where it sends to, without secrets, for a person to read. */
  readonly endpoint: string;
  /** Whether it takes the one event per request too. Where no sink does, none is made. */
  readonly wantsRequestEvents: boolean;
  /** Takes a redacted record. Never throws, never waits. */
  readonly accept: (record: LogRecord) => void;
  readonly statistics: () => DeliveryStatistics;
  readonly flush: (timeoutMs: number) => Promise<void>;
  readonly shutdown: (timeoutMs: number) => Promise<void>;
}
