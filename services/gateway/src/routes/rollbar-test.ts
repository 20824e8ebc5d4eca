import { endpoints, rollbarTestBody, type ReportAnswer } from '@cruddur/contracts';
import type { Telemetry } from '@cruddur/telemetry';
import { Hono } from 'hono';
import { activeTraceId } from '../http/error-response.ts';

/**
 * Sends a message of level warning where the errors go, so that a person can see that it arrives: where it is found is
 * in the headers, or in the answer for those who ask for JSON.
 */
export function createRollbarTestRoute({ reportMessage }: Pick<Telemetry, 'reportMessage'>): Hono {
  return new Hono().get(endpoints.rollbarTest.routingPath, (c) => {
    const level = 'warning';
    const reported = reportMessage(rollbarTestBody, { level });
    if (reported !== undefined) {
      c.header('x-rollbar-occurrence-uuid', reported.uuid);
      c.header('link', toLink('occurrence', reported.url));
      for (const [tool, url] of Object.entries(reported.links))
        c.header('link', toLink(tool, url), { append: true });
    }
    c.header('vary', 'Accept', { append: true });
    if (!asksForJson(c.req.header('accept'))) return c.text(rollbarTestBody);
    const traceId = activeTraceId();
    const answer: ReportAnswer = {
      message: rollbarTestBody,
      level,
      ...(traceId !== undefined && { traceId }),
      ...(reported && { uuid: reported.uuid, url: reported.url }),
      links: reported?.links ?? {},
    };
    return c.json(answer);
  });
}

function asksForJson(accept: string | undefined): boolean {
  return accept !== undefined && /\bapplication\/json\b/i.test(accept);
}

/** RFC 8288. The URLs are ours: without angle brackets. */
function toLink(tool: string, url: string): string {
  return `<${encodeURI(decodeURI(url))}>; rel="related"; title="${tool}"`;
}
