import type { Attributes } from '@cruddur/trace-model';
import { homeTraceId } from './home-trace.ts';

const frame = (filename: string, method: string, lineno: number): Attributes => ({
  filename,
  method,
  lineno,
  colno: 7,
});

/** An item as Rollbar gets it, of an error with a cause; `data` says what matters to the test. */
export function createErrorItem(data: Attributes = {}): Attributes {
  return {
    data: {
      uuid: '6f1c1f9e0f2b4a3e9b1d2c3e4f506172',
      environment: 'development',
      level: 'error',
      timestamp: 1_795_000_000,
      code_version: '1.2.3',
      platform: 'node',
      language: 'javascript',
      framework: 'hono',
      context: 'GET /api/activities/home',
      notifier: { name: 'cruddur', version: '0.1.0' },
      person: { id: 'andrewbrown' },
      request: { method: 'GET', url: 'http://localhost:4567/api/activities/home', user_ip: '127.0.0.1' },
      server: { host: 'laptop' },
      custom: { service: 'activities', trace_id: homeTraceId, span_id: '0000000000000004' },
      body: {
        telemetry: [
          {
            level: 'info',
            type: 'log',
            source: 'server',
            timestamp_ms: 1_795_000_000_001,
            body: { message: 'feed asked for' },
          },
          {
            level: 'error',
            type: 'network',
            source: 'server',
            timestamp_ms: 1_795_000_000_002,
            body: { method: 'GET', url: 'http://localhost:4568/', status_code: 500 },
          },
        ],
        trace_chain: [
          {
            exception: { class: 'FeedError', message: 'no feed for user 17' },
            frames: [
              frame('node:internal/process/task_queues', 'processTicksAndRejections', 105),
              frame('/app/node_modules/hono/dist/compose.js', 'dispatch', 22),
              frame('file:///app/services/activities/src/routes/home.ts', '<unknown>', 12),
              frame('file:///app/services/activities/src/domain/home-feed.ts', 'readHomeFeed', 41),
            ],
          },
          {
            exception: { class: 'DatabaseError', message: 'Connection terminated unexpectedly' },
            frames: [frame('/app/node_modules/pg/lib/client.js', 'Client._end', 210)],
          },
        ],
      },
      ...data,
    },
  };
}
