import { eventually } from '../src/stack/eventually.ts';
import type { TraceDetail } from '../src/stack/trace-of.ts';
import { stack } from './stack.ts';

/** What came in by each of the console's four doors. */
export interface ShownTrace extends TraceDetail {
  readonly xray: {
    readonly documentCount: number;
    readonly disagreementCount: number;
    readonly documents: readonly { readonly service?: string }[];
  };
  readonly logs: {
    readonly lineCount: number;
    readonly lines: readonly {
      readonly service: string;
      readonly traceId?: string;
      readonly group: string;
    }[];
  };
  readonly errors: readonly { readonly service: string; readonly traceId?: string }[];
}

/** The trace as the console shows it, as soon as `isComplete` says that what the test is about is there. */
export function shownTrace(
  traceId: string,
  isComplete: (trace: ShownTrace) => boolean,
  timeoutMs = 20_000,
): Promise<ShownTrace> {
  let latest: string | undefined;
  const look = async (): Promise<ShownTrace | undefined> => {
    const response = await fetch(`${stack.consoleUrl}/api/traces/${traceId}`);
    latest = await response.text();
    if (!response.ok) return undefined;
    const trace: ShownTrace = JSON.parse(latest);
    return isComplete(trace) ? trace : undefined;
  };
  return eventually(`a complete trace ${traceId}`, look, timeoutMs).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${latest?.slice(0, 2000)}`, { cause: error });
  });
}

/** Both services' spans and documents, and as many of the one as of the other. */
export function hasBothServices({ services, spans, xray }: ShownTrace): boolean {
  const ofDocuments = new Set(xray.documents.map(({ service }) => service));
  return (
    services.length === 2 &&
    ofDocuments.has('gateway') &&
    ofDocuments.has('activities') &&
    xray.documentCount === spans.length &&
    spans.every(({ parentMissing }) => !parentMissing)
  );
}
