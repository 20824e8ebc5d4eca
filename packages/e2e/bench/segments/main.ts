import { SpanKind } from '@opentelemetry/api';
import { createEnvironmentReader, parseTelemetryConfig } from '@cruddur/telemetry';
import { startTelemetry } from '@cruddur/telemetry/node';
import { serveCommands } from '../worker-protocol.ts';

export interface SegmentsArgument {
  /** Where documents go; without it spans end in no sink, which is the measure of the other. */
  readonly daemonAddress?: string;
}

export interface SegmentsProtocol {
  readonly ready: Readonly<Record<string, never>>;
  readonly command: { readonly spans: number };
  readonly answer: SegmentsTurn;
}

export interface SegmentsTurn {
  /** User and system time of all threads for the spans and their documents, without the time that was spun away. */
  readonly cpuMicros: number;
  /** Spans whose documents the kernel took, since start. */
  readonly delivered: number;
  readonly dropped: number;
}

const flushTimeoutMs = 10_000;
/** So many that the sink has several batches waiting, so few that it need not drop any. */
const maxBufferedSpans = 512;
const spansAtOnce = 16;
const spinMs = 0.5;

const { daemonAddress }: SegmentsArgument = JSON.parse(process.argv[2] ?? '');
const environment = createEnvironmentReader({
  ...(daemonAddress === undefined ? undefined : { AWS_XRAY_DAEMON_ADDRESS: daemonAddress }),
});
const telemetry = startTelemetry(parseTelemetryConfig(environment, { serviceName: 'activities' }));

serveCommands<SegmentsProtocol>({}, async ({ spans }) => {
  const before = process.resourceUsage();
  let spunMicros = 0;
  let ended = 0;
  let buffered = 0;
  while (ended < spans || buffered > 0) {
    if (ended < spans && buffered < maxBufferedSpans) {
      for (const last = ended + spansAtOnce; ended < last; ended += 1) endTypicalSpan(ended);
    } else spunMicros += spin();
    await new Promise(setImmediate);
    buffered = telemetry.health().sinks[0]?.buffered ?? 0;
  }
  const after = process.resourceUsage();
  const [sink] = telemetry.health().sinks;
  const cpuMicros = after.userCPUTime - before.userCPUTime + after.systemCPUTime - before.systemCPUTime;
  return {
    cpuMicros: cpuMicros - spunMicros,
    delivered: sink?.delivered ?? 0,
    dropped: sink?.dropped ?? 0,
  };
});

/**
 * Stays busy as a server under load does: a process that falls asleep between batches would pay for waking up. Gives the
 * CPU time of it, in microseconds: by the clock it would have the time of other processes in it.
 */
function spin(): number {
  const before = process.cpuUsage();
  const start = performance.now();
  while (performance.now() - start < spinMs);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

process.once('SIGTERM', () => {
  void telemetry.shutdown(flushTimeoutMs).then(() => process.exit(0));
});

/** What the middleware says of a request for the home feed. */
function endTypicalSpan(index: number): void {
  const span = telemetry.tracer.startSpan('GET /api/activities/home', {
    kind: SpanKind.SERVER,
    attributes: {
      'http.request.method': 'GET',
      'url.scheme': 'http',
      'server.address': '127.0.0.1',
      'server.port': 4568,
      'user_agent.original': 'cruddur-bench',
      'client.address': '127.0.0.1',
      'network.peer.address': '127.0.0.1',
      'network.peer.port': 40_000 + (index % 20_000),
      'network.protocol.version': '1.1',
      'url.path': '/api/activities/home',
    },
  });
  span.setAttribute('http.route', '/api/activities/home');
  span.setAttribute('http.response.status_code', 200);
  span.end();
}
