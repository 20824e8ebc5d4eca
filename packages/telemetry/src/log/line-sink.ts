import type { LogSink } from './log-sink.ts';
import type { LogRecord } from './logger.ts';

export interface LineSinkOptions {
  /** `stdout` */
  readonly name: string;
  readonly format: (record: LogRecord) => string;
  /** Takes a line with its end. What it throws is counted as a drop. */
  readonly write: (line: string) => void;
  readonly wantsRequestEvents: boolean;
}

/** Writes each record at once as a line of text: to standard output, or to wherever the runtime shows logs. */
export function createLineSink({ name, format, write, wantsRequestEvents }: LineSinkOptions): LogSink {
  let accepted = 0;
  let dropped = 0;
  return {
    name,
    endpoint: name,
    wantsRequestEvents,
    accept: (record) => {
      accepted += 1;
      try {
        write(format(record));
      } catch {
        // A closed pipe must not take a request down.
        dropped += 1;
      }
    },
    statistics: () => ({
      accepted,
      delivered: accepted - dropped,
      buffered: 0,
      dropped,
      droppedByReason: dropped === 0 ? {} : { write_failed: dropped },
    }),
    flush: nothingToWaitFor,
    shutdown: nothingToWaitFor,
  };
}

function nothingToWaitFor(): Promise<void> {
  return Promise.resolve();
}
