import type { ReactElement } from 'react';
import type { Breadcrumb } from '../../src/api/error-types.ts';
import { formatClockTime } from '../format/clock-time.ts';

export interface BreadcrumbsProps {
  readonly breadcrumbs: readonly Breadcrumb[];
  /** When the error happened. */
  readonly untilMs: number;
}

/** What happened before the error, oldest first. */
export function Breadcrumbs({ breadcrumbs, untilMs }: BreadcrumbsProps): ReactElement | null {
  if (breadcrumbs.length === 0) return null;
  return (
    <section className="breadcrumbs" aria-label="Breadcrumbs">
      <h3>Before it happened</h3>
      <ol>
        {breadcrumbs.map(({ timeMs, level, type, text }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two may be equal in everything
          <li key={index}>
            <time dateTime={new Date(timeMs).toISOString()}>{formatClockTime(timeMs, untilMs)}</time>
            <span className={`log-word log-${level === 'warning' ? 'warn' : level}`}>{level}</span>
            <span className="breadcrumb-text">
              {type !== 'log' && type !== 'manual' && <span className="span-kind">{type} </span>}
              {text}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
