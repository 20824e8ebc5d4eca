import { homeTraceId } from './home-trace.ts';
import type { LogLineToSend } from './send-log-lines.ts';

const spanId = (number: number): string => String(number).padStart(16, '0');

/** What the two services log of a request, as `toJsonLine` in packages/telemetry writes it; times count from `beginMs`. `errorUuid` is the item that reports the error among them. */
export function createHomeLines(
  beginMs: number,
  traceId: string = homeTraceId,
  errorUuid?: string,
): readonly LogLineToSend[] {
  const line = (offsetMs: number, span: number, fields: object): LogLineToSend => ({
    timeMs: beginMs + offsetMs,
    line: {
      time: new Date(beginMs + offsetMs).toISOString(),
      traceId,
      spanId: spanId(span),
      xray_trace_id: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`,
      event_id: `test-${traceId}-${offsetMs}-${span}`,
      'http.route': '/api/activities/home',
      ...fields,
    },
  });
  const request = { 'event.name': 'cruddur.request', 'http.response.status_code': 200 };
  const [info, warn, error] = ['info', 'warn', 'error'].map((level) => ({
    level,
    severityText: level.toUpperCase(),
  }));
  return [
    line(6, 4, { ...info, service: 'activities', message: 'reading the home feed', 'feed.limit': 20 }),
    line(9, 4, { ...warn, service: 'activities', message: 'the feed is slow', 'feed.took_ms': 8 }),
    line(14, 4, {
      ...error,
      service: 'activities',
      message: 'no feed for user 17',
      'rollbar.occurrence.uuid': errorUuid,
      error: {
        type: 'FeedError',
        message: 'no feed for user 17',
        stack:
          'FeedError: no feed for user 17\n    at readHomeFeed (/app/services/activities/src/domain/home-feed.ts:41:11)',
        cause: { type: 'DatabaseError', message: 'Connection terminated unexpectedly', code: '57P01' },
      },
    }),
    line(16, 3, {
      ...info,
      service: 'activities',
      message: 'GET /api/activities/home',
      ...request,
      'cruddur.duration_ms': 11,
    }),
    line(20, 1, {
      ...info,
      service: 'gateway',
      message: 'GET /api/activities/home',
      ...request,
      'cruddur.duration_ms': 20,
    }),
  ];
}
