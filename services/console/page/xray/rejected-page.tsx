import { useEffect, useState, type ReactElement } from 'react';
import type { XRayRejectionList } from '../../src/api/types.ts';
import { readApi } from '../api.ts';
import { formatCount } from '../format/count.ts';
import { Link } from '../navigation/link.tsx';
import { RejectedDocuments } from './rejected-documents.tsx';

/** Every X-Ray document that was not taken in lately. Read again whenever `revision`, their count, changes. */
export function RejectedPage({ revision }: { readonly revision: number | undefined }): ReactElement {
  const [list, setList] = useState<XRayRejectionList>();
  useEffect(() => {
    document.title = 'Rejected X-Ray documents · Cruddur console';
  }, []);
  useEffect(() => {
    const abort = new AbortController();
    const load = async (): Promise<void> => {
      const answer = await readApi<XRayRejectionList>('/api/xray/rejected', abort.signal);
      if (answer.kind === 'ok') setList(answer.value);
    };
    void load();
    return () => abort.abort();
    // oxlint-disable-next-line react-hooks/exhaustive-deps, react/exhaustive-effect-dependencies -- see above
  }, [revision]);
  return (
    <main className="rejected-page" aria-busy={list === undefined}>
      <h1>Rejected X-Ray documents</h1>
      {list !== undefined && (
        <>
          <p>{describeCount(list)}</p>
          <RejectedDocuments rejected={list.rejected} linked />
        </>
      )}
      <p>
        <Link href="/">All traces</Link>
      </p>
    </main>
  );
}

function describeCount({ count, rejected }: XRayRejectionList): string {
  if (count === 0) return 'None so far: whatever came could be read.';
  const shown = count > rejected.length ? ` The latest ${rejected.length} are shown.` : '';
  return `${formatCount(count, 'document')} could not be taken in.${shown}`;
}
