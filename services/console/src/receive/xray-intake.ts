import { toW3cTraceId, type SegmentDocument, type SegmentProblem } from '@cruddur/trace-model';
import { measureDocument } from '../store/document-size.ts';
import type { TraceStore } from '../store/trace-store.ts';

/** What becomes of the documents that an X-Ray daemon receives. */
export interface XRayIntake {
  readonly accept: (document: SegmentDocument, text: string) => void;
  /** `text` is what came, as far as it can be read. */
  readonly reject: (problems: readonly SegmentProblem[], text: string) => void;
}

/** No exporter writes documents so deep, and JSON that is deeper by far cannot be written again. */
const maxDepth = 100;

/** Puts documents into the store, and those that are none on its list of rejected ones. */
export function createXRayIntake(store: TraceStore, now: () => number): XRayIntake {
  const reject = (reason: string, text: string): void => {
    const traceId = findTraceId(text);
    store.rejectDocument({
      timeMs: now(),
      reason,
      excerpt: text,
      ...(traceId === undefined ? {} : { traceId }),
    });
  };
  return {
    accept: (document, text) => {
      const { depth } = measureDocument(document);
      if (depth > maxDepth) reject(`nested ${depth} deep; this console takes ${maxDepth} levels`, text);
      else if (!store.addDocument(document)) reject(explainFullness(store), text);
    },
    reject: (problems, text) => reject(problems.map(describeProblem).join('\n'), text),
  };
}

function describeProblem({ path, message }: SegmentProblem): string {
  return path === '' ? message : `${path}: ${message}`;
}

function explainFullness(store: TraceStore): string {
  return `a trace may have no more documents than ${store.maxSpansPerTrace}, and a quarter of the store's memory here; see CRUDDUR_CONSOLE_MAX_SPANS and CRUDDUR_CONSOLE_MAX_BYTES`;
}

/** A document that cannot be parsed may still say which trace misses it. */
function findTraceId(text: string): string | undefined {
  const found = /"trace_id"\s*:\s*"(1-[\da-f]{8}-[\da-f]{24})"/.exec(text)?.[1];
  return found === undefined ? undefined : toW3cTraceId(found);
}
