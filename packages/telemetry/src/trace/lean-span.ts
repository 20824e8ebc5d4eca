import {
  SpanStatusCode,
  TraceFlags,
  type Attributes,
  type AttributeValue,
  type Exception,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  type TimeInput,
} from '@opentelemetry/api';
import type { FinishedSpan, FinishedSpanEvent } from './finished-span.ts';
import type { AttributeTemplate } from './attribute-template.ts';
import { exceptionAttributes } from './exception-attributes.ts';
import { limitAttributes, limitLink, toAttributeValue, type SpanLimits } from './span-limits.ts';
import { toHrTime, toMonotonicMs } from './time.ts';

/** What all spans of one tracer share. */
export interface SpanEnvironment {
  readonly limits: SpanLimits;
  readonly monotonicMs: () => number;
  readonly onEnd: (span: LeanSpan) => void;
  readonly scope: { readonly name: string; readonly version?: string | undefined };
}

export interface SpanStart {
  readonly name: string;
  readonly kind: SpanKind;
  readonly context: SpanContext;
  readonly parent: SpanContext | undefined;
  readonly startMs: number;
  readonly epochOfZeroMs: number;
  readonly attributes: Attributes;
  readonly attributeCount: number;
  readonly attributeTemplate: AttributeTemplate | undefined;
  readonly links: readonly Link[];
}

const unset: SpanStatus = { code: SpanStatusCode.UNSET };
/** No time: ends before the process started are negative numbers on its clock. */
const notEnded = Number.NEGATIVE_INFINITY;
const noEvents: FinishedSpanEvent[] = [];

/**
 * A span that does what the OpenTelemetry API asks and nothing else per call: no copies, no dates, no processors.
 * It is the API's `Span` while it runs and a `FinishedSpan` for the sinks. ADR: ../adr/0001-own-lean-spans.md
 */
export class LeanSpan implements Span, FinishedSpan {
  name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext: SpanContext | undefined;
  readonly attributes: Attributes;
  /** What the attributes began as, until one of them is changed. */
  attributeTemplate: AttributeTemplate | undefined;
  readonly epochOfZeroMs: number;
  status: SpanStatus = unset;
  events: FinishedSpanEvent[] = noEvents;
  links: Link[];
  droppedAttributesCount = 0;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  readonly #environment: SpanEnvironment;
  readonly #context: SpanContext;
  readonly #startMs: number;
  #endMs = notEnded;
  #attributeCount: number;

  constructor(environment: SpanEnvironment, start: SpanStart) {
    this.#environment = environment;
    this.#context = start.context;
    this.#startMs = start.startMs;
    this.#attributeCount = start.attributeCount;
    this.name = start.name;
    this.kind = start.kind;
    this.parentSpanContext = start.parent;
    this.attributes = start.attributes;
    this.attributeTemplate = start.attributeTemplate;
    this.epochOfZeroMs = start.epochOfZeroMs;
    // safe: only addLink changes it, and it copies an array that it was given
    this.links = start.links as Link[];
  }

  get startTime(): HrTime {
    return toHrTime(this.epochOfZeroMs, this.#startMs);
  }

  get endTime(): HrTime {
    return toHrTime(this.epochOfZeroMs, Math.max(this.#startMs, this.#endMs));
  }

  get duration(): HrTime {
    return toHrTime(0, Math.max(0, this.#endMs - this.#startMs));
  }

  get ended(): boolean {
    return this.#endMs !== notEnded;
  }

  get instrumentationScope(): { readonly name: string; readonly version?: string | undefined } {
    return this.#environment.scope;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return this.#endMs === notEnded;
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.#endMs !== notEnded) return this;
    const kept = toAttributeValue(value, this.#environment.limits.maxAttributeValueLength);
    if (kept === undefined || key === '') {
      if (value !== undefined && value !== null) this.droppedAttributesCount += 1;
      return this;
    }
    if (!Object.hasOwn(this.attributes, key)) {
      if (this.#attributeCount >= this.#environment.limits.maxAttributes) {
        this.droppedAttributesCount += 1;
        return this;
      }
      this.#attributeCount += 1;
      // Objects put keys that are whole numbers in front, before those of the template.
      if (key.charCodeAt(0) <= 0x39) this.attributeTemplate = undefined;
    } else this.attributeTemplate = undefined;
    this.attributes[key] = kept;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const key in attributes) {
      const value = attributes[key];
      if (value !== undefined) this.setAttribute(key, value);
    }
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.#endMs !== notEnded) return this;
    const isTime = isTimeInput(attributesOrTime);
    if (this.events.length >= this.#environment.limits.maxEvents) {
      this.droppedEventsCount += 1;
      return this;
    }
    if (this.events === noEvents) this.events = [];
    const { attributes, dropped } = limitAttributes(
      isTime ? undefined : attributesOrTime,
      this.#environment.limits,
    );
    this.events.push({
      name,
      attributes,
      time: toHrTime(this.epochOfZeroMs, this.#toMonotonicMs(isTime ? (time ?? attributesOrTime) : time)),
      droppedAttributesCount: dropped,
    });
    return this;
  }

  addLink(link: Link): this {
    if (this.#endMs !== notEnded) return this;
    if (this.links.length >= this.#environment.limits.maxLinks) this.droppedLinksCount += 1;
    else this.links = [...this.links, limitLink(link, this.#environment.limits)];
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus(status: SpanStatus): this {
    // OpenTelemetry trace API, "Set Status": OK is final, and UNSET never overrides.
    if (
      this.#endMs !== notEnded ||
      status.code === SpanStatusCode.UNSET ||
      this.status.code === SpanStatusCode.OK
    )
      return this;
    this.status =
      status.code === SpanStatusCode.ERROR && status.message !== undefined
        ? { code: status.code, message: status.message }
        : { code: status.code };
    return this;
  }

  updateName(name: string): this {
    if (this.#endMs === notEnded) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.addEvent('exception', exceptionAttributes(exception), time);
  }

  /** Ends the span; a second call changes nothing. An end before the start is taken as the start. */
  end(endTime?: TimeInput): void {
    if (this.#endMs !== notEnded) return;
    this.#endMs = Math.max(this.#startMs, this.#toMonotonicMs(endTime));
    if ((this.#context.traceFlags & TraceFlags.SAMPLED) !== 0) this.#environment.onEnd(this);
  }

  #toMonotonicMs(time: TimeInput | undefined): number {
    return toMonotonicMs(time, this.epochOfZeroMs, this.#environment.monotonicMs);
  }
}

function isTimeInput(value: Attributes | TimeInput | undefined): value is TimeInput {
  return (
    typeof value === 'number' ||
    value instanceof Date ||
    (Array.isArray(value) &&
      value.length === 2 &&
      typeof value[0] === 'number' &&
      typeof value[1] === 'number')
  );
}
