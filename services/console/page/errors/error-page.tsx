import { useEffect, type ReactElement } from 'react';
import type { ErrorGroupDetail, ErrorOccurrence } from '../../src/api/error-types.ts';
import { formatClockTime } from '../format/clock-time.ts';
import { formatCount } from '../format/count.ts';
import { Icon } from '../icon.tsx';
import { Link } from '../navigation/link.tsx';
import { ERRORS_PATH, toErrorPath, toTracePath } from '../navigation/route.ts';
import { Notice } from '../notice.tsx';
import { ServerAway } from '../server-away.tsx';
import { createServiceColors } from '../service-color.ts';
import { useApi } from '../use-api.ts';
import { ErrorDetails } from './error-details.tsx';

export interface ErrorPageProps {
  readonly errorKey: string;
  /** Of the occurrence that is shown; else the latest. */
  readonly uuid: string | undefined;
  readonly revision: unknown;
}

/** One kind of error, with its latest occurrences, each leading to its trace. */
export function ErrorPage({ errorKey, uuid, revision }: ErrorPageProps): ReactElement {
  const answer = useApi<ErrorGroupDetail>(`/api/errors/${errorKey}`, revision);
  const title = answer?.kind === 'ok' ? answer.value.type : 'Error';
  useEffect(() => {
    document.title = `${title} · Cruddur console`;
  }, [title]);
  switch (answer?.kind) {
    case 'ok':
      return <Group group={answer.value} uuid={uuid} />;
    case 'refused':
      return (
        <Notice title="This error is not here">
          <p>It has not been reported since the console began, or it has made room for newer ones.</p>
          <p>
            <Link href={ERRORS_PATH}>All errors</Link>
          </p>
        </Notice>
      );
    case 'unreachable':
      return <ServerAway />;
    default:
      return <main className="notice" aria-busy="true" />;
  }
}

function Group({
  group,
  uuid,
}: {
  readonly group: ErrorGroupDetail;
  readonly uuid: string | undefined;
}): ReactElement {
  const { occurrences } = group;
  const shown =
    uuid === undefined ? occurrences[0] : occurrences.find((occurrence) => occurrence.uuid === uuid);
  const color = createServiceColors([{ name: group.service }])(group.service);
  return (
    <main className="error-page">
      <header className="page-head">
        <Link href={ERRORS_PATH} className="back-link" aria-label="All errors" title="All errors">
          <Icon name="back" />
        </Link>
        <h1>{group.type === 'message' ? group.message : `${group.type}: ${group.message}`}</h1>
        <p>
          {formatCount(group.count, 'report')}, first {formatClockTime(group.firstSeenMs)}, last{' '}
          {formatClockTime(group.lastSeenMs, group.firstSeenMs)}
          {group.place !== '' && (
            <>
              {' · '}
              <code>{group.place}</code>
            </>
          )}
        </p>
      </header>
      <nav className="occurrences" aria-label="Occurrences">
        <h2>
          {occurrences.length < group.count
            ? `The latest ${occurrences.length} of ${group.count}`
            : formatCount(group.count, 'occurrence')}
        </h2>
        <ol>
          {occurrences.map((occurrence) => (
            <li key={occurrence.uuid}>
              <OccurrenceLink
                occurrence={occurrence}
                current={occurrence === shown}
                besideMs={group.lastSeenMs}
              />
            </li>
          ))}
        </ol>
      </nav>
      <section className="occurrence span-panel-body" aria-label="Occurrence">
        {shown === undefined ? (
          <p className="hint">
            The occurrence <code>{uuid}</code> is no longer kept; the latest are on the list.
          </p>
        ) : (
          <ErrorDetails error={shown} color={color} inTrace={false} />
        )}
      </section>
    </main>
  );
}

interface OccurrenceLinkProps {
  readonly occurrence: ErrorOccurrence;
  readonly current: boolean;
  readonly besideMs: number;
}

function OccurrenceLink({ occurrence, current, besideMs }: OccurrenceLinkProps): ReactElement {
  const { key, uuid, timeMs, traceId, spanId, person } = occurrence;
  const who = typeof person['id'] === 'string' ? person['id'] : '';
  return (
    <>
      <Link href={toErrorPath(key, uuid)} {...(current ? { 'aria-current': 'true' } : {})}>
        {formatClockTime(timeMs, besideMs)} <span>{who}</span>
      </Link>
      {traceId !== undefined && (
        <Link href={toTracePath(traceId, spanId)} className="occurrence-trace">
          trace {traceId.slice(0, 8)}…
        </Link>
      )}
    </>
  );
}
