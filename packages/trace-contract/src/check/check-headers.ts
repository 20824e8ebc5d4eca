import type { TraceContract, TraceHeaderFormat } from '../contract/trace-contract.ts';
import { parseTraceHeader, traceHeaderNames, type TraceHeaderContext } from '../headers/trace-header.ts';
import type { Finding } from './finding.ts';

export interface ReadHeaders {
  readonly contexts: readonly { readonly header: string; readonly context: TraceHeaderContext }[];
  readonly findings: readonly Finding[];
}

/** Reads the trace headers of a request: all that the contract promises, well formed, and saying the same. */
export function readTraceHeaders({ propagate }: TraceContract, headers: Headers): ReadHeaders {
  const findings: Finding[] = [];
  const contexts: { header: string; context: TraceHeaderContext }[] = [];
  for (const format of propagate) {
    const header = traceHeaderNames[format];
    const value = headers.get(header);
    const context = value === null ? undefined : parseTraceHeader(format, value);
    if (context !== undefined) contexts.push({ header, context });
    else findings.push(toFinding(format, value));
  }
  const [first, ...others] = contexts;
  for (const other of others) {
    if (first !== undefined && !isSame(first.context, other.context)) {
      const message = `${other.header} (${describe(other.context)}) disagrees with ${first.header} (${describe(first.context)})`;
      findings.push({ code: 'headers-disagree', message });
    }
  }
  return { contexts, findings };
}

function toFinding(format: TraceHeaderFormat, value: string | null): Finding {
  const header = traceHeaderNames[format];
  return value === null
    ? { code: 'header-missing', message: `${header} was not sent` }
    : { code: 'header-malformed', message: `${header} is malformed: ${JSON.stringify(value.slice(0, 120))}` };
}

function isSame(a: TraceHeaderContext, b: TraceHeaderContext): boolean {
  return a.traceId === b.traceId && a.spanId === b.spanId && a.sampled === b.sampled;
}

function describe({ traceId, spanId, sampled }: TraceHeaderContext): string {
  return `trace ${traceId}, span ${spanId}, ${sampled ? 'sampled' : 'not sampled'}`;
}
