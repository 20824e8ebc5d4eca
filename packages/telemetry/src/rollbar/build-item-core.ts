import type { ErrorSnapshot } from '../errors/error-chain.ts';
import type { ReportLevel } from '../errors/report-level.ts';
import { toFrame } from '../errors/stack-frames.ts';
import type { ItemBody, ItemCore, ItemSubject, ItemSurroundings, ItemTrace } from './item-core.ts';

/** Makes what the `rollbar` package makes, where that package is not: on the edge, and until it is loaded. */
export function buildItemCore(
  subject: ItemSubject,
  level: ReportLevel,
  { environment, codeVersion, host, framework }: ItemSurroundings,
): ItemCore {
  return {
    environment,
    level,
    language: 'javascript',
    framework,
    code_version: codeVersion,
    server: { host },
    notifier: { name: '@cruddur/telemetry', version: '0.1.0' },
    body: toBody(subject),
  };
}

function toBody(subject: ItemSubject): ItemBody {
  return subject.kind === 'message'
    ? { message: { body: subject.message } }
    : { trace_chain: subject.chain.errors.map(toTrace) };
}

function toTrace({ name, message, frameLines }: ErrorSnapshot): ItemTrace {
  return {
    frames: frameLines.map(toFrame).toReversed(),
    exception: { class: name, message: message === '' ? '<no message>' : message },
  };
}
