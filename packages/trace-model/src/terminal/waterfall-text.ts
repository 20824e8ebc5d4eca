import type { SpanKind, SpanStatus } from '../span.ts';
import { formatDuration } from './format-duration.ts';
import { fitToColumns, toColumnCount, toSafeText } from './terminal-text.ts';
import { createTerminalStyle, type TerminalStyle } from './terminal-style.ts';

export interface WaterfallSpan {
  readonly spanId: string;
  readonly parentMissing: boolean;
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  readonly depth: number;
  readonly startOffsetMs: number;
  readonly durationMs: number;
  readonly status: SpanStatus;
  readonly statusMessage: string;
}

export interface WaterfallHop {
  readonly serverSpanId: string;
  readonly fromService: string;
  readonly toService: string;
  readonly requestGapMs: number;
  readonly responseGapMs: number;
}

/** What a waterfall shows of a trace. Times in milliseconds since the trace began; spans in waterfall order. */
export interface WaterfallTrace {
  readonly traceId: string;
  readonly xrayTraceId: string;
  readonly startTimeMs: number;
  readonly durationMs: number;
  readonly services: readonly { readonly name: string; readonly spanCount: number }[];
  readonly spanCount: number;
  readonly errorCount: number;
  readonly spans: readonly WaterfallSpan[];
  readonly hops: readonly WaterfallHop[];
}

export interface WaterfallOptions {
  /** Width of the terminal; at least 60 are used. */
  readonly columns: number;
  /** Whether to colour with ANSI escapes. */
  readonly color: boolean;
}

const durationColumns = 11;
const minColumns = 60;
const maxServiceColumns = 24;
const maxIndentLevels = 12;

/**
 * One trace for the terminal: a header with its ids and counts, then a line a span with service, kind, name, bar and duration,
 * and a line a hop with the time spent between the services. No line is wider than `columns`, and no text that came with
 * the spans reaches the terminal as an escape.
 */
export function toWaterfallText(trace: WaterfallTrace, options: WaterfallOptions): string {
  const columns = Math.max(minColumns, options.columns);
  const style = createTerminalStyle(
    options.color,
    trace.services.map(({ name }) => name),
  );
  const serviceColumns = Math.min(
    maxServiceColumns,
    Math.max(...trace.services.map(({ name }) => toColumnCount(toSafeText(name))), 0),
  );
  const left = columns - serviceColumns - durationColumns - 7;
  const barColumns = Math.floor(left * 0.4);
  const layout = { columns, serviceColumns, barColumns, nameColumns: left - barColumns };
  const hopByServer = new Map(trace.hops.map((hop) => [hop.serverSpanId, hop]));
  const lines = trace.spans.flatMap((span) => {
    const hop = hopByServer.get(span.spanId);
    const hopLines = hop === undefined || span.kind === 'client' ? [] : [toHopLine(hop, span, layout, style)];
    return [...hopLines, ...toSpanLines(span, trace, layout, style)];
  });
  return `${[...toHeader(trace, columns, style), '', ...lines].join('\n')}\n`;
}

interface Layout {
  readonly columns: number;
  readonly serviceColumns: number;
  readonly nameColumns: number;
  readonly barColumns: number;
}

function toHeader(trace: WaterfallTrace, columns: number, style: TerminalStyle): readonly string[] {
  const services = trace.services.map(({ name, spanCount }) => `${toSafeText(name)} ${spanCount}`).join(', ');
  const facts = [
    count(trace.services.length, 'service'),
    count(trace.spanCount, 'span'),
    count(trace.errorCount, 'error'),
    formatDuration(trace.durationMs),
    new Date(trace.startTimeMs).toISOString(),
  ].join(' · ');
  const fitted = fitToColumns(facts, columns).trimEnd();
  return [
    `trace     ${style.bold(toSafeText(trace.traceId))}`,
    `X-Ray     ${toSafeText(trace.xrayTraceId)}`,
    `services  ${fitToColumns(services, columns - 10).trimEnd()}`,
    trace.errorCount > 0 ? style.error(fitted) : fitted,
  ];
}

function toSpanLines(
  span: WaterfallSpan,
  trace: WaterfallTrace,
  layout: Layout,
  style: TerminalStyle,
): readonly string[] {
  const failed = span.status === 'error';
  const kind = span.kind === 'internal' || span.kind === 'unspecified' ? '' : `${span.kind.toUpperCase()} `;
  const orphan = span.parentMissing ? '? ' : '';
  const label = fitToColumns(`${toIndent(span)}${orphan}${kind}${toSafeText(span.name)}`, layout.nameColumns);
  const bar = toBar(span, trace.durationMs, layout.barColumns);
  const duration = fitToColumns(formatDuration(span.durationMs).padStart(durationColumns), durationColumns);
  const line = [
    style.service(span.service, fitToColumns(toSafeText(span.service), layout.serviceColumns)),
    failed ? style.error(label) : label,
    failed ? style.error(`|${bar}|`) : `|${style.service(span.service, bar)}|`,
    failed ? style.error(`${duration} ✗`) : duration,
  ].join(' ');
  if (!failed || span.statusMessage === '') return [line];
  const indent = ' '.repeat(layout.serviceColumns + 1 + toColumnCount(toIndent(span)));
  const message = fitToColumns(`${indent}✗ ${toSafeText(span.statusMessage)}`, layout.columns).trimEnd();
  return [line, style.error(message)];
}

function toHopLine(hop: WaterfallHop, span: WaterfallSpan, layout: Layout, style: TerminalStyle): string {
  const indent = ' '.repeat(layout.serviceColumns + 1 + toColumnCount(toIndent(span)));
  const services = `${toSafeText(hop.fromService)} → ${toSafeText(hop.toService)}`;
  const gaps = `request ${formatDuration(hop.requestGapMs)}, response ${formatDuration(hop.responseGapMs)}`;
  return style.dim(fitToColumns(`${indent}↓ ${services}  ${gaps}`, layout.columns).trimEnd());
}

function toIndent({ depth }: WaterfallSpan): string {
  // Deeper levels would push the names out of sight: their number stands in for them.
  return depth <= maxIndentLevels ? '  '.repeat(depth) : `${'  '.repeat(maxIndentLevels)}(${depth}) `;
}

function toBar(span: WaterfallSpan, traceDurationMs: number, columns: number): string {
  const scale = traceDurationMs > 0 ? columns / traceDurationMs : 0;
  const start = Math.min(columns - 1, Math.max(0, Math.floor(span.startOffsetMs * scale)));
  const width = Math.min(columns - start, Math.max(1, Math.round(span.durationMs * scale)));
  const mark = span.durationMs * scale < 0.5 ? '▏' : '█';
  return ' '.repeat(start) + mark.repeat(width) + ' '.repeat(columns - start - width);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
