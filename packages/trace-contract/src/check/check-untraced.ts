import { traceHeaderNames } from '../headers/trace-header.ts';
import type { Finding } from './finding.ts';

/** A call without a trace contract sends no trace header: the other side would open a trace that nobody asked for. */
export function checkUntraced(sent: Headers): readonly Finding[] {
  return Object.values(traceHeaderNames)
    .filter((name) => sent.has(name))
    .map((name) => ({
      code: 'header-unwanted',
      message: `${name} was sent, but the call is not to be traced`,
    }));
}
