export { createLogTapeContextStorage } from './log/logtape-context-storage.ts';
export { createLogTapeSink } from './log/logtape-sink.ts';
