import type { Attributes, AttributeValue, Span } from './span.ts';

/** A log record, with the resource and the scope that OTLP sends once per batch folded in. Ids are lower-case hex. */
export interface LogRecord {
  /** 0 where the sender does not know it. */
  readonly timeUnixNano: bigint;
  readonly observedTimeUnixNano: bigint;
  /** 1 to 24; 0 where the sender does not say. */
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AttributeValue;
  readonly eventName: string;
  readonly attributes: Attributes;
  /** Absent outside of a trace. */
  readonly traceId?: string;
  readonly spanId?: string;
  readonly resource: Attributes;
  readonly scope: Span['scope'];
}
