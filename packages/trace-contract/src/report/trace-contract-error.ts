import type { Span } from '@cruddur/trace-model';
import type { Finding } from '../check/finding.ts';
import type { TraceHeaderFormat } from '../contract/trace-contract.ts';
import { parseTraceHeader, traceHeaderNames } from '../headers/trace-header.ts';
import { findLikelyCause } from './likely-cause.ts';
import { toSpanTreeText } from './span-tree-text.ts';

export interface BrokenContract {
  /** `the consumer`, `the provider`; absent for a trace without services. */
  readonly side?: string;
  readonly interaction?: string;
  readonly findings: readonly Finding[];
  readonly spans: readonly Span[];
  /** The request's headers as they crossed the wire. */
  readonly headers?: Headers;
  readonly propagate?: readonly TraceHeaderFormat[];
}

/** A trace is not as agreed. The message says what, why probably, what the headers said, and which spans there were. */
export class TraceContractError extends Error {
  override readonly name = 'TraceContractError';
  readonly findings: readonly Finding[];
  readonly likelyCause: string | undefined;

  constructor(broken: BrokenContract) {
    const likelyCause = findLikelyCause({
      findings: broken.findings,
      spans: broken.spans,
      headers: formats.flatMap((format) => decode(format, broken.headers) ?? []),
    });
    super(toMessage(broken, likelyCause));
    this.findings = broken.findings;
    this.likelyCause = likelyCause;
  }
}

const formats: readonly TraceHeaderFormat[] = ['w3c', 'xray'];

function toMessage(broken: BrokenContract, likelyCause: string | undefined): string {
  const { findings, headers, interaction, propagate = formats, side, spans } = broken;
  return [
    side === undefined ? 'trace contract broken' : `trace contract broken by ${side}`,
    ...(interaction === undefined ? [] : [`interaction: ${interaction}`]),
    ...findings.map(({ message }) => `✗ ${message}`),
    ...(likelyCause === undefined ? [] : [`likely cause: ${likelyCause}`]),
    ...(headers === undefined
      ? []
      : ['headers:', ...propagate.map((format) => toHeaderLine(format, headers))]),
    'spans:',
    toSpanTreeText(spans, findings),
  ].join('\n');
}

function toHeaderLine(format: TraceHeaderFormat, headers: Headers): string {
  const name = traceHeaderNames[format];
  const context = decode(format, headers);
  const label = `  ${name.padEnd(traceHeaderNames.xray.length)} `;
  if (!headers.has(name)) return `${label}(absent)`;
  if (context === undefined) return `${label}(malformed)`;
  const { sampled, spanId, traceId } = context;
  return `${label}trace ${traceId} span ${spanId} ${sampled ? 'sampled' : 'not sampled'}`;
}

function decode(
  format: TraceHeaderFormat,
  headers: Headers | undefined,
): ReturnType<typeof parseTraceHeader> {
  const value = headers?.get(traceHeaderNames[format]);
  return value === undefined || value === null ? undefined : parseTraceHeader(format, value);
}
