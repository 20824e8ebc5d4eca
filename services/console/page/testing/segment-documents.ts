import type { SegmentBody, SegmentCause, SegmentDocument } from '@cruddur/trace-model';
import { toSpanId, type SpanToSend } from './otlp-trace.ts';

/** The documents that X-Ray gets of the spans that `toOtlpRequest` sends by OTLP, with the same ids and times. */
export function toSegmentDocuments(
  traceId: string,
  beginMs: number,
  spans: readonly SpanToSend[],
): SegmentDocument[] {
  const seconds = (offsetMs: number): number => Math.round((beginMs + offsetMs) * 1000) / 1e6;
  return spans.map((span) => {
    const isSegment = span.kind === 'server';
    const parentId = span.parent === undefined ? {} : { parent_id: toSpanId(span.parent) };
    return {
      name: isSegment ? span.service : span.name,
      id: toSpanId(span.id),
      trace_id: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`,
      start_time: seconds(span.startMs),
      end_time: seconds(span.startMs + span.durationMs),
      ...parentId,
      ...(isSegment ? toSegmentFields(span) : { type: 'subsegment', ...toSubsegmentFields(span) }),
      ...(span.exception === undefined ? {} : { fault: true, cause: toCause(span) }),
    };
  });
}

function toSegmentFields({ name, attributes = {} }: SpanToSend): Partial<SegmentBody> {
  const [method = '', path = ''] = name.split(' ');
  const status = Number(attributes['http.response.status_code'] ?? 200);
  return {
    origin: 'AWS::ECS::Container',
    service: { version: '1.2.3' },
    user: 'andrewbrown',
    http: {
      request: { method, url: `http://localhost:4567${path}`, client_ip: '127.0.0.1' },
      response: { status },
    },
    aws: { xray: { sdk: 'cruddur for nodejs', auto_instrumentation: false } },
  };
}

function toSubsegmentFields({ kind, attributes = {} }: SpanToSend): Partial<SegmentBody> {
  const query = attributes['db.query.text'];
  const own = Object.entries(attributes).filter(([key]) => key.startsWith('app.'));
  return {
    ...(kind === 'client' ? { namespace: 'remote' } : {}),
    ...(query === undefined
      ? {}
      : {
          sql: { sanitized_query: String(query), database_type: 'PostgreSQL', url: 'activities@localhost' },
        }),
    ...(own.length === 0
      ? {}
      : {
          annotations: Object.fromEntries(own),
          metadata: { 'mock-data': { 'size-in-bytes': 1042, first: { handle: 'Andrew Brown' } } },
        }),
  };
}

function toCause({ id, exception }: SpanToSend): SegmentCause {
  const frames = (exception?.stacktrace ?? '').split('\n').slice(1);
  return {
    working_directory: '/app/activities',
    exceptions: [
      {
        id: (0xabc0 + id).toString(16).padStart(16, '0'),
        type: exception?.type ?? '',
        message: exception?.message ?? '',
        stack: frames.map((frame) => {
          const [, label = '', path = '', line = ''] = /at (.+) \((.+):(\d+):\d+\)/.exec(frame) ?? [];
          return { path, line: Number(line), label };
        }),
      },
    ],
  };
}
