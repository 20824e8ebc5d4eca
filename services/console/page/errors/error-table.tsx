import { useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { ErrorGroup } from '../../src/api/error-types.ts';
import { formatClockTime } from '../format/clock-time.ts';
import { formatNumber } from '../format/count.ts';
import { Link } from '../navigation/link.tsx';
import { toErrorPath } from '../navigation/route.ts';
import { createServiceColors } from '../service-color.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** A row for each kind of error; arrows (or j, k) step through them. */
export function ErrorTable({ groups }: { readonly groups: readonly ErrorGroup[] }): ReactElement {
  const table = useRef<HTMLDivElement>(null);
  const newestMs = groups[0]?.lastSeenMs ?? 0;
  const colorOf = createServiceColors(
    [...new Set(groups.map(({ service }) => service))].map((name) => ({ name })),
  );
  const step = (event: KeyboardEvent): void => {
    const by = STEPS[event.key];
    const links = [...(table.current?.querySelectorAll<HTMLElement>('.error-title') ?? [])];
    const focused = links.findIndex((link) => link === document.activeElement);
    if (by === undefined || focused < 0) return;
    event.preventDefault();
    links[focused + by]?.focus();
  };
  return (
    <div className="error-table" ref={table} role="table" aria-label="Errors, latest first" onKeyDown={step}>
      <div role="row" className="error-head">
        <span role="columnheader">Error</span>
        <span role="columnheader">Service</span>
        <span role="columnheader" className="error-number">
          Reports
        </span>
        <span role="columnheader">Last seen</span>
        <span role="columnheader" className="error-first">
          First seen
        </span>
      </div>
      {groups.map((group) => (
        <div role="row" className="error-row" key={group.key}>
          <span role="cell" className="error-name">
            <Link href={toErrorPath(group.key)} className="error-title">
              <span className={`log-word log-${toLineLevel(group.level)}`}>
                {group.type === 'message' ? group.level : group.type}
              </span>{' '}
              {group.message}
            </Link>
            <span className="error-place">
              {[group.place, ...group.contexts].filter(Boolean).join(' · ')}
            </span>
          </span>
          <span role="cell">
            {group.service !== '' && (
              <span className={`service-name ${colorOf(group.service)}`}>{group.service}</span>
            )}
          </span>
          <span role="cell" className="error-number">
            {formatNumber(group.count)}
          </span>
          <span role="cell">{formatClockTime(group.lastSeenMs, newestMs)}</span>
          <span role="cell" className="error-first">
            {formatClockTime(group.firstSeenMs, newestMs)}
          </span>
        </div>
      ))}
    </div>
  );
}

function toLineLevel(level: string): string {
  return level === 'warning' ? 'warn' : level === 'critical' ? 'error' : level;
}
