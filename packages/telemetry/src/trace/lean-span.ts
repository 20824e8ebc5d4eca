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
import type { AttributeParts, AttributeTemplate } from './attribute-template.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { exceptionAttributes } from './exception-attributes.ts';
import type { ExceptionSignal } from './exception-signal.ts';
import { redactAttribute, redactAttributes } from './redact-attributes.ts';
import type { LocalTrace } from './local-trace.ts';
import { limitAttributes, toAttributeValue, toSafeLink, type SpanLimits } from './span-limits.ts';
import { isTimeInput, toHrTime, toMonotonicMs } from './time.ts';

/** What all spans of one tracer share. */
export interface SpanEnvironment {
  readonly limits: SpanLimits;
  /** For what others wrote: attributes, events, and the message of a status. */
  readonly redactor: Redactor;
  readonly exceptions: ExceptionSignal;
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
  readonly localTrace: LocalTrace | undefined;
  readonly attributeTemplate: AttributeTemplate | undefined;
  /** Beside those of the template; the span's to change. */
  readonly attributes: Attributes;
  /** Of both. */
  readonly attributeCount: number;
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
  readonly epochOfZeroMs: number;
  readonly localTrace: LocalTrace | undefined;
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
  #startTemplate: AttributeTemplate | undefined;
  #attributes: Attributes;
  #endTemplate: AttributeTemplate | undefined;
  #attributeCount: number;

  constructor(environment: SpanEnvironment, start: SpanStart) {
    this.#environment = environment;
    this.#context = start.context;
    this.#startMs = start.startMs;
    this.#attributeCount = start.attributeCount;
    this.name = start.name;
    this.kind = start.kind;
    this.parentSpanContext = start.parent;
    this.#startTemplate = start.attributeTemplate;
    this.#attributes = start.attributes;
    this.epochOfZeroMs = start.epochOfZeroMs;
    this.localTrace = start.localTrace;
    // safe: only addLink changes it, and it copies an array that it was given
    this.links = start.links as Link[];
  }

  get attributes(): Attributes {
    if (this.#startTemplate === undefined && this.#endTemplate === undefined) return this.#attributes;
    return { ...this.#startTemplate?.attributes, ...this.#attributes, ...this.#endTemplate?.attributes };
  }

  get attributeParts(): AttributeParts {
    return { start: this.#startTemplate, own: this.#attributes, end: this.#endTemplate };
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
    const { limits, redactor } = this.#environment;
    const { maxAttributeValueLength } = limits;
    const kept = toAttributeValue(
      redactAttribute(key, value, redactor, maxAttributeValueLength),
      maxAttributeValueLength,
    );
    if (kept === undefined || key === '') {
      if (value !== undefined && value !== null) this.droppedAttributesCount += 1;
      return this;
    }
    if (this.#isInTemplate(key)) this.#dissolveTemplates();
    if (!Object.hasOwn(this.#attributes, key)) {
      if (this.#attributeCount >= limits.maxAttributes) {
        this.droppedAttributesCount += 1;
        return this;
      }
      this.#attributeCount += 1;
    }
    this.#attributes[key] = kept;
    return this;
  }

  /** The value of an attribute as it is now, without making an object of all of them. */
  attribute(key: string): AttributeValue | undefined {
    if (Object.hasOwn(this.#attributes, key)) return this.#attributes[key];
    return this.#isInTemplate(key) ? this.attributes[key] : undefined;
  }

  /** Adds attributes that many spans end with alike; what has been set already stays. `name` is no free text. */
  endWithTemplate(template: AttributeTemplate, name: string = this.name): this {
    if (this.#endMs === notEnded) this.name = name;
    const { limits } = this.#environment;
    const fits =
      this.#endMs === notEnded &&
      this.#endTemplate === undefined &&
      this.#attributeCount + template.count <= limits.maxAttributes &&
      template.longestText <= limits.maxAttributeValueLength;
    for (const key in template.attributes) {
      if (!fits || Object.hasOwn(this.#attributes, key) || this.#isInTemplate(key))
        return this.#setMissing(template);
    }
    this.#endTemplate = template;
    this.#attributeCount += template.count;
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
    const { limits, redactor } = this.#environment;
    const given = isTime || attributesOrTime === undefined ? undefined : attributesOrTime;
    const { attributes, dropped } = limitAttributes(
      given && redactAttributes(given, redactor, limits.maxAttributeValueLength),
      limits,
      true,
    );
    this.events.push({
      name: redactor.redactText(name),
      attributes,
      time: toHrTime(this.epochOfZeroMs, this.#toMonotonicMs(isTime ? (time ?? attributesOrTime) : time)),
      droppedAttributesCount: dropped,
    });
    return this;
  }

  addLink(link: Link): this {
    if (this.#endMs !== notEnded) return this;
    if (this.links.length >= this.#environment.limits.maxLinks) this.droppedLinksCount += 1;
    else this.links = [...this.links, toSafeLink(link, this.#environment.limits, this.#environment.redactor)];
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
        ? { code: status.code, message: this.#environment.redactor.redactText(status.message) }
        : { code: status.code };
    return this;
  }

  updateName(name: string): this {
    if (this.#endMs === notEnded) this.name = this.#environment.redactor.redactText(name);
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.addEvent('exception', exceptionAttributes(exception), time);
  }

  /** As the exception signal says; `isReported`: a line that reports it follows, which then is the log record. */
  recordThrown(thrown: unknown, isReported: boolean): void {
    const { exceptions } = this.#environment;
    if (exceptions.isSpanEvent) this.addEvent('exception', exceptionAttributes(thrown));
    if (!isReported && this.#endMs === notEnded) exceptions.log?.(this, thrown);
  }

  /** Ends the span; a second call changes nothing. An end before the start is taken as the start. */
  end(endTime?: TimeInput): void {
    if (this.#endMs !== notEnded) return;
    this.#endMs = Math.max(this.#startMs, this.#toMonotonicMs(endTime));
    if ((this.#context.traceFlags & TraceFlags.SAMPLED) !== 0) this.#environment.onEnd(this);
  }

  #isInTemplate(key: string): boolean {
    return (
      (this.#startTemplate !== undefined && Object.hasOwn(this.#startTemplate.attributes, key)) ||
      (this.#endTemplate !== undefined && Object.hasOwn(this.#endTemplate.attributes, key))
    );
  }

  #dissolveTemplates(): void {
    this.#attributes = { ...this.attributes };
    this.#startTemplate = undefined;
    this.#endTemplate = undefined;
  }

  #setMissing({ attributes }: AttributeTemplate): this {
    for (const key in attributes) {
      const value = attributes[key];
      if (value !== undefined && this.attribute(key) === undefined) this.setAttribute(key, value);
    }
    return this;
  }

  #toMonotonicMs(time: TimeInput | undefined): number {
    return toMonotonicMs(time, this.epochOfZeroMs, this.#environment.monotonicMs);
  }
}
