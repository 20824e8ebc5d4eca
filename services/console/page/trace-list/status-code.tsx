import type { ReactElement } from 'react';

/** An HTTP status; the figure is always there, colour only marks failures. */
export function StatusCode({ code }: { readonly code: number | undefined }): ReactElement | null {
  if (code === undefined) return null;
  const kind = code >= 500 ? 'failed' : code >= 400 ? 'refused' : 'fine';
  return <span className={`status-code status-code-${kind}`}>{code}</span>;
}
