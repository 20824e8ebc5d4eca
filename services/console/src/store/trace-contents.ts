/** How much a trace holds of each kind, or would gain. */
export interface TraceContents {
  readonly spans: number;
  readonly documents: number;
  readonly lines: number;
  readonly errors: number;
  /** Estimated memory. */
  readonly bytes: number;
}

export const noContents: TraceContents = { spans: 0, documents: 0, lines: 0, errors: 0, bytes: 0 };

/** What is counted; bytes have a limit of their own. */
const kinds = ['spans', 'documents', 'lines', 'errors'] as const;

export function addContents(a: TraceContents, b: TraceContents): TraceContents {
  return {
    spans: a.spans + b.spans,
    documents: a.documents + b.documents,
    lines: a.lines + b.lines,
    errors: a.errors + b.errors,
    bytes: a.bytes + b.bytes,
  };
}

export function subtractContents(a: TraceContents, b: TraceContents): TraceContents {
  return {
    spans: a.spans - b.spans,
    documents: a.documents - b.documents,
    lines: a.lines - b.lines,
    errors: a.errors - b.errors,
    bytes: a.bytes - b.bytes,
  };
}

/** Whether there are at most `maxCount` of every kind, in at most `maxBytes`. */
export function isWithin(contents: TraceContents, maxCount: number, maxBytes: number): boolean {
  return contents.bytes <= maxBytes && kinds.every((kind) => contents[kind] <= maxCount);
}

/** Whether it adds to nothing, as what replaces itself by something smaller. */
export function isNoGrowth(growth: TraceContents): boolean {
  return growth.bytes <= 0 && kinds.every((kind) => growth[kind] <= 0);
}
