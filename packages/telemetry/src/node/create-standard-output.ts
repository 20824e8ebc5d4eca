import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { toJsonLine, toPrettyLine } from '../log/format-record.ts';
import { createLineSink } from '../log/line-sink.ts';
import type { LogSink } from '../log/log-sink.ts';

/**
 * The log lines of a process on its standard output. A reader that goes away (`| head`) makes counted drops of the lines
 * that follow; it does not end the process.
 */
export function createStandardOutput({
  serviceName,
  log,
}: Pick<TelemetryConfig, 'serviceName' | 'log'>): LogSink {
  const { stdout } = process;
  // Without a listener, a failed write is an uncaught exception. It stays for as long as lines can come, which is after
  // the shutdown too: the last ones say how that went.
  stdout.off('error', toldByTheWrite).on('error', toldByTheWrite);
  const pretty = log.format === 'auto' ? stdout.isTTY : log.format === 'pretty';
  return createLineSink({
    name: 'stdout',
    format: pretty ? toPrettyLine : (record) => toJsonLine(record, serviceName),
    write: (line, done) => stdout.write(line, done),
    wantsRequestEvents: log.requests,
  });
}

/** The sink has heard of it from the write that failed. */
function toldByTheWrite(): void {}
