import type { FinishedSpan } from '../trace/finished-span.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { redactAttributes } from '../trace/redact-attributes.ts';

/**
 * What sinks get of a span that others made: a copy without secrets, for nobody knows what their libraries put on it.
 */
export function redactSpan(span: FinishedSpan, redactor: Redactor, maxLength: number): FinishedSpan {
  const { status } = span;
  return {
    name: redactor.redactText(span.name),
    kind: span.kind,
    spanContext: () => span.spanContext(),
    parentSpanContext: span.parentSpanContext,
    startTime: span.startTime,
    endTime: span.endTime,
    status:
      status.message === undefined
        ? status
        : { code: status.code, message: redactor.redactText(status.message) },
    attributes: redactAttributes(span.attributes, redactor, maxLength),
    links: span.links.map((link) => ({
      ...link,
      ...(link.attributes && { attributes: redactAttributes(link.attributes, redactor, maxLength) }),
    })),
    events: span.events.map((event) => ({
      name: redactor.redactText(event.name),
      time: event.time,
      attributes: event.attributes && redactAttributes(event.attributes, redactor, maxLength),
      droppedAttributesCount: event.droppedAttributesCount,
    })),
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}
