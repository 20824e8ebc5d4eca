import { toXRayTraceId } from '@cruddur/trace-model';
import type { ErrorOccurrence } from './error-types.ts';
import type { LogLine } from './log-types.ts';
import type { MiniBar, TraceSummary } from './types.ts';

const maxBars = 24;

/** What the event of a request says of it: the event is written when the request is over. */
interface RequestTimes {
  readonly line: LogLine;
  readonly startMs: number;
  readonly endMs: number;
  readonly failed: boolean;
}

type LogOnlySummary = Omit<TraceSummary, 'xray' | 'logs' | 'reportedErrorCount'>;

/** The summary of a trace of which neither a span nor an X-Ray document has arrived: it was not sampled, or is still to come. */
export function summarizeLogs(
  traceId: string,
  lines: readonly LogLine[],
  errors: readonly ErrorOccurrence[],
): LogOnlySummary {
  const requests = lines
    .filter(({ isRequest }) => isRequest)
    .map(toRequestTimes)
    .toSorted((a, b) => a.startMs - b.startMs);
  const times = [...lines, ...errors].map(({ timeMs }) => timeMs);
  const startMs = smallest([...times, ...requests.map((request) => request.startMs)]);
  const endMs = -smallest(times.map((timeMs) => -timeMs));
  const [main] = requests;
  const first = lines[0];
  const httpStatusCode = main?.line.attributes['http.response.status_code'];
  const services = new Set([...lines, ...errors].map(({ service }) => service).filter(Boolean));
  return {
    traceId,
    xrayTraceId: toXRayTraceId(traceId),
    rootName: main?.line.message ?? first?.message.slice(0, 200) ?? errors[0]?.context ?? '',
    rootService: main?.line.service ?? first?.service ?? errors[0]?.service ?? '',
    startTimeMs: startMs,
    durationMs: Math.max(endMs - startMs, 0),
    services: [...services].map((name) => ({ name, spanCount: 0 })),
    spanCount: 0,
    errorCount: requests.filter(({ failed }) => failed).length,
    ...(typeof httpStatusCode === 'number' ? { httpStatusCode } : {}),
    bars: requests.slice(0, maxBars).map((request) => toBar(request, startMs, endMs)),
  };
}

function toRequestTimes(line: LogLine): RequestTimes {
  const { 'cruddur.duration_ms': durationMs, 'http.response.status_code': status } = line.attributes;
  return {
    line,
    startMs: line.timeMs - (typeof durationMs === 'number' && durationMs > 0 ? durationMs : 0),
    endMs: line.timeMs,
    failed: line.error !== undefined || (typeof status === 'number' && status >= 500),
  };
}

function toBar(
  { line, startMs, endMs, failed }: RequestTimes,
  traceStartMs: number,
  traceEndMs: number,
): MiniBar {
  const totalMs = traceEndMs - traceStartMs;
  return {
    service: line.service,
    start: totalMs > 0 ? (startMs - traceStartMs) / totalMs : 0,
    width: totalMs > 0 ? (endMs - startMs) / totalMs : 1,
    error: failed,
  };
}

/** Not `Math.min(...)`, which takes only so many arguments. */
function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), numbers[0] ?? 0);
}
