import { context as activeContext, trace } from '@opentelemetry/api';
import type { ErrorReporter, OccurrenceReceiver } from './error-reporter.ts';
import type { Occurrence } from './occurrence.ts';
import { reportedRequestIn } from './reported-request.ts';

/** Gathers what is known when something is reported, and hands it to the receiver. */
export function createErrorReporter(receiver: OccurrenceReceiver): ErrorReporter & OccurrenceReceiver {
  return {
    ...receiver,
    prepare: (subject, details) => {
      const context = activeContext.active();
      const scope = reportedRequestIn(context);
      const [route, request] = [scope?.route(), scope?.facts()];
      if (subject.kind === 'error' && !receiver.wants(subject.error, { route, request })) return undefined;
      const occurrence: Occurrence = {
        uuid: crypto.randomUUID(),
        timeMs: Date.now(),
        subject,
        ...details,
        spanContext: trace.getSpanContext(context),
        route,
        request,
        person: scope?.person,
        // A copy: the line that tells of the occurrence itself is none of what led to it.
        breadcrumbs: scope?.breadcrumbs?.records() ?? [],
      };
      const { uuid, timeMs, spanContext } = occurrence;
      return {
        reported: {
          uuid,
          url: receiver.occurrenceUrl(uuid),
          links: receiver.links(spanContext?.traceId, timeMs),
        },
        send: () => receiver.accept(occurrence),
      };
    },
  };
}
