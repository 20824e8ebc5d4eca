import { parseTraceId } from '@cruddur/trace-model';
import { Hono } from 'hono';
import type { StoredTrace } from '../store/stored-trace.ts';
import type { VendorReceiver } from '../receive/vendor-receiver.ts';
import type { TraceStore } from '../store/trace-store.ts';
import type { LiveFeed } from './live-feed.ts';
import { toTraceDetail } from './trace-detail.ts';
import type { ErrorGroupDetail, ErrorGroupList } from './error-types.ts';
import type { LooseLineList } from './log-types.ts';
import type { SinkReport } from './sink-types.ts';
import type { ApiError, TraceList, TraceSummary, XRayReceiverState, XRayRejectionList } from './types.ts';

export interface ApiDependencies {
  readonly store: TraceStore;
  readonly readSummary: (trace: StoredTrace) => TraceSummary;
  readonly liveFeed: LiveFeed;
  /** Asked for each time: the receiver starts after the API. */
  readonly readXRayReceiver: () => XRayReceiverState;
  readonly cloudwatch: VendorReceiver;
  readonly rollbar: VendorReceiver;
}

const defaultLimit = 200;
const maxLimit = 2_000;

/** The JSON of `types.ts`, below `/api`. */
export function createApiRoutes(dependencies: ApiDependencies): Hono {
  const { store, readSummary, liveFeed, readXRayReceiver, cloudwatch, rollbar } = dependencies;
  const api = new Hono();

  api.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });

  api.get('/traces', (c) => {
    const text = c.req.query('limit') ?? String(defaultLimit);
    const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    if (limit < 1 || limit > maxLimit) {
      return c.json(toError('invalid_limit', `limit must be a whole number from 1 to ${maxLimit}`), 400);
    }
    const list: TraceList = {
      // Errors arrive before spans, so the latest to arrive is not always the latest to begin.
      traces: store
        .latest(Math.max(limit, defaultLimit))
        .map(readSummary)
        .toSorted((a, b) => b.startTimeMs - a.startTimeMs)
        .slice(0, limit),
      statistics: store.statistics(),
    };
    return c.json(list);
  });

  api.get('/traces/:traceId', (c) => {
    const parsed = parseTraceId(c.req.param('traceId'));
    if (!parsed.ok) return c.json(toError('invalid_trace_id', parsed.message), 400);
    const { traceId } = parsed;
    const trace = store.get(traceId);
    if (trace === undefined) return c.json(toError('trace_not_found', explainAbsence(traceId, store)), 404);
    return c.json(toTraceDetail(trace, store.rejectedDocuments(traceId), readXRayReceiver()));
  });

  api.get('/xray/rejected', (c) => {
    const list: XRayRejectionList = {
      count: store.statistics().rejectedDocuments,
      rejected: store.rejectedDocuments(),
    };
    return c.json(list);
  });

  api.get('/logs', (c) => {
    const list: LooseLineList = { lines: store.looseLines };
    return c.json(list);
  });

  api.get('/errors', (c) => {
    const list: ErrorGroupList = {
      groups: store.errorGroups.list(),
      statistics: store.statistics().errors,
    };
    return c.json(list);
  });

  api.get('/errors/:key', (c) => {
    const group: ErrorGroupDetail | undefined = store.errorGroups.get(c.req.param('key'));
    if (group !== undefined) return c.json(group);
    const message =
      'no such error: it has not been reported to this console, or has made room for newer ones';
    return c.json(toError('error_not_found', message), 404);
  });

  api.get('/sinks', (c) => {
    const { logs, errors, refusalCount } = store.statistics();
    const report: SinkReport = {
      cloudwatch: cloudwatch.counts(),
      rollbar: rollbar.counts(),
      logs,
      errors,
      refusalCount,
      refusals: store.refusals,
    };
    return c.json(report);
  });

  api.get('/events', (c) => {
    const stream = liveFeed.connect();
    if (stream === undefined) {
      return c.json(toError('too_many_clients', 'too many live connections; close other tabs'), 503);
    }
    return c.body(stream, 200, { 'content-type': 'text/event-stream; charset=utf-8' });
  });

  api.all('*', (c) =>
    c.json(toError('not_found', `the API has no ${c.req.method} ${new URL(c.req.url).pathname}`), 404),
  );
  return api;
}

function explainAbsence(traceId: string, store: TraceStore): string {
  const { evictedSpans, evictedDocuments, logs } = store.statistics();
  const reason =
    evictedSpans + evictedDocuments + logs.evictedLines > 0
      ? 'it has not arrived, or has made room for newer ones'
      : 'none of its spans has arrived; were they sampled, and exported to this console?';
  return `no trace ${traceId}: ${reason}`;
}

export function toError(code: string, message: string): ApiError {
  return { code, message };
}
