import { useEffect, useState } from 'react';
import type { TraceDetail } from '../../src/api/types.ts';
import { readApi } from '../api.ts';

export type TraceState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly trace: TraceDetail }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'unreachable' };

/** Spans of one trace come in bursts: one request for the burst. */
const SETTLE_MS = 120;

/**
 * One trace, read again whenever `revision` is another object: the live summary of the trace is one, and so is
 * a new connection. What was loaded stays on screen meanwhile.
 */
export function useTrace(traceId: string, revision: unknown): TraceState {
  const [state, setState] = useState<TraceState>({ kind: 'loading' });
  const settled = state.kind !== 'loading';
  useEffect(() => {
    const abort = new AbortController();
    const load = async (): Promise<void> => {
      const answer = await readApi<TraceDetail>(`/api/traces/${traceId}`, abort.signal);
      if (answer.kind === 'aborted') return;
      setState((previous) => {
        if (answer.kind === 'ok') return { kind: 'loaded', trace: answer.value };
        // A trace that was evicted, or whose server left, while one reads it can still be read.
        if (previous.kind === 'loaded') return previous;
        if (answer.kind === 'unreachable') return { kind: 'unreachable' };
        if (answer.status === 404) return { kind: 'missing' };
        return { kind: 'failed', message: answer.message };
      });
    };
    const timer = window.setTimeout(() => void load(), settled ? SETTLE_MS : 0);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `settled` only chooses the delay
  }, [traceId, revision]);
  return state;
}
