import type { AttributeParts } from './attribute-template.ts';
import type { LocalTrace } from './local-trace.ts';
import type { Attributes, HrTime, Link, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';

export interface FinishedSpanEvent {
  readonly name: string;
  readonly time: HrTime;
  readonly attributes?: Attributes | undefined;
  readonly droppedAttributesCount?: number | undefined;
}

export type FinishedSpanLink = Link & { readonly droppedAttributesCount?: number | undefined };

/** What a sink reads of a span that has ended. The SDK's `ReadableSpan` has this shape, and so have our own spans. */
export interface FinishedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly spanContext: () => SpanContext;
  readonly parentSpanContext?: SpanContext | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  /** The same attributes, where parts of them are templates. */
  readonly attributeParts?: AttributeParts | undefined;
  /** Set where something groups spans by it: the tail decision, or the delivery of each request by itself. */
  readonly localTrace?: LocalTrace | undefined;
  readonly links: readonly FinishedSpanLink[];
  readonly events: readonly FinishedSpanEvent[];
  readonly instrumentationScope: { readonly name: string; readonly version?: string | undefined };
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}
