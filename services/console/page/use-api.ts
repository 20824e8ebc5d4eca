import { useEffect, useState } from 'react';
import { readApi, type ApiAnswer } from './api.ts';

/**
 * What the API answers at a path, read again whenever `revision` is another value. What was read stays on screen meanwhile, and
 * while the server is away.
 */
export function useApi<T>(path: string, revision: unknown): ApiAnswer<T> | undefined {
  const [answer, setAnswer] = useState<{ readonly path: string; readonly answer: ApiAnswer<T> }>();
  useEffect(() => {
    const abort = new AbortController();
    const load = async (): Promise<void> => {
      const next = await readApi<T>(path, abort.signal);
      if (next.kind === 'aborted') return;
      setAnswer((previous) =>
        next.kind === 'unreachable' && previous?.path === path && previous.answer.kind === 'ok'
          ? previous
          : { path, answer: next },
      );
    };
    void load();
    return () => abort.abort();
    // oxlint-disable-next-line react-hooks/exhaustive-deps, react/exhaustive-effect-dependencies -- `revision` says when
  }, [path, revision]);
  return answer?.path === path ? answer.answer : undefined;
}
