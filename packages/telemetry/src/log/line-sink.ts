import type { LogSink } from './log-sink.ts';
import type { LogRecord } from './logger.ts';

export interface LineSinkOptions {
  /** `stdout` */
  readonly name: string;
  readonly format: (record: LogRecord) => string;
  /**
   * Takes a line with its end. What it throws is counted as a drop, and so is a line whose `done` is called with an
   * error, as streams do when they come to know of it later. It need not call `done`.
   */
  readonly write: (line: string, done: (error?: Error | null) => void) => void;
  readonly wantsRequestEvents: boolean;
}

/** Writes each record at once as a line of text: to standard output, or to wherever the runtime shows logs. */
export function createLineSink({ name, format, write, wantsRequestEvents }: LineSinkOptions): LogSink {
  let accepted = 0;
  let dropped = 0;
  const done = (error?: Error | null): void => {
    if (error) dropped += 1;
  };
  return {
    name,
    endpoint: name,
    wantsRequestEvents,
    accept: (record) => {
      accepted += 1;
      try {
        write(format(record), done);
      } catch {
        // Nobody but the statistics is told: whoever logs has other things to do.
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
