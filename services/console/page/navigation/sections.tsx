import type { ReactElement } from 'react';
import { formatNumber } from '../format/count.ts';
import { Link } from './link.tsx';
import { ERRORS_PATH, type Route } from './route.ts';

export interface SectionsProps {
  readonly page: Route['page'];
  /** Kinds of errors that were reported. */
  readonly errorCount: number;
}

/** The two lists that everything begins at. */
export function Sections({ page, errorCount }: SectionsProps): ReactElement {
  const isErrors = page === 'errors' || page === 'error';
  const isTraces = page === 'list' || page === 'trace';
  return (
    <nav className="sections" aria-label="Sections">
      <Link href="/" {...(isTraces ? { 'aria-current': 'page' } : {})}>
        Traces
      </Link>
      <Link href={ERRORS_PATH} {...(isErrors ? { 'aria-current': 'page' } : {})}>
        Errors
        {errorCount > 0 && <span className="section-count">{formatNumber(errorCount)}</span>}
      </Link>
    </nav>
  );
}
