import type { DeliveryStatistics } from '../delivery/delivery.ts';
import type { FinishedSpan } from './finished-span.ts';

/** A destination of finished spans. Sinks do not know each other; a slow or dead one affects no other. */
export interface SpanSink {
  readonly name: string;
  /** Where it sends to, without secrets, for a person to read. */
  readonly endpoint: string;
  /** Takes a sampled span that has ended. Never throws, never waits. */
  readonly accept: (span: FinishedSpan) => void;
  readonly statistics: () => DeliveryStatistics;
  readonly flush: (timeoutMs: number) => Promise<void>;
  readonly shutdown: (timeoutMs: number) => Promise<void>;
}
