import { useEffect, type ReactElement } from 'react';
import type { SinkReport, Vendor } from '../../src/api/sink-types.ts';
import { formatClockTime } from '../format/clock-time.ts';
import { formatNumber } from '../format/count.ts';
import { Link } from '../navigation/link.tsx';
import { LINES_PATH } from '../navigation/route.ts';
import { ServerAway } from '../server-away.tsx';
import { useApi } from '../use-api.ts';

const VENDORS: Readonly<Record<Vendor, string>> = { cloudwatch: 'CloudWatch Logs', rollbar: 'Rollbar' };

/** What became of every log line and error that was sent. Read again whenever `revision` changes. */
export function DropsPage({ revision }: { readonly revision: unknown }): ReactElement {
  const answer = useApi<SinkReport>('/api/sinks', revision);
  useEffect(() => {
    document.title = 'Logs and errors received · Cruddur console';
  }, []);
  if (answer?.kind === 'unreachable') return <ServerAway />;
  return (
    <main className="rejected-page drops-page" aria-busy={answer === undefined}>
      <h1>Logs and errors received</h1>
      {answer?.kind === 'ok' && <Report report={answer.value} />}
      <p>
        <Link href={LINES_PATH}>Lines without a trace</Link> · <Link href="/">All traces</Link>
      </p>
    </main>
  );
}

function Report({ report }: { readonly report: SinkReport }): ReactElement {
  const { cloudwatch, rollbar, logs, errors, refusals, refusalCount } = report;
  return (
    <>
      <div className="drop-tables">
        <Counts
          title="Log lines, as to CloudWatch Logs"
          counts={[
            [
              'Taken',
              cloudwatch.accepted,
              'Events of PutLogEvents; what comes by OTLP is counted where it is kept',
            ],
            ['Kept with their traces', logs.lineCount, 'In memory now'],
            ['Kept without a trace', logs.looseLineCount, 'In memory now'],
            ['Came twice', logs.duplicateLines, 'With an event_id that was here: the sender got no answer'],
            [
              'Kept as text',
              logs.unstructuredLines,
              'No JSON object: nothing in them can be searched by name',
            ],
            ['Made room', logs.evictedLines, 'For newer ones', 'loss'],
            ['Rejected', logs.rejectedLines, 'Too old, too new, or their trace was full', 'loss'],
          ]}
        />
        <Counts
          title="Errors, as to Rollbar"
          counts={[
            ['Taken', rollbar.accepted, 'Items of the Item API'],
            ['Kinds of errors', errors.groupCount, 'In memory now'],
            ['Came twice', errors.duplicateErrors, 'With a uuid that was here: the sender got no answer'],
            ['Kinds that made room', errors.evictedGroups, 'For newer ones', 'loss'],
            ['Gone with their traces', errors.evictedErrors, 'The list of errors has its own memory', 'loss'],
            ['Calls refused', rollbar.refusedCalls, 'As Rollbar would refuse them', 'loss'],
          ]}
        />
      </div>
      <h2>Refused</h2>
      <p>
        {refusalCount === 0
          ? 'Nothing: whatever was sent would have been taken by the vendors too.'
          : `The vendors would have refused these too.${refusalCount > refusals.length ? ` The latest ${refusals.length} of ${refusalCount}.` : ''}`}
      </p>
      <ul className="rejected-documents">
        {refusals.map(({ timeMs, vendor, reason }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two may be equal in everything
          <li key={index}>
            <p>
              <time dateTime={new Date(timeMs).toISOString()}>{formatClockTime(timeMs)}</time>
              {VENDORS[vendor]}
            </p>
            <p className="rejected-reason">{reason}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

interface CountsProps {
  readonly title: string;
  /** Name, number, what it means; a loss stands out when there is one. */
  readonly counts: readonly (readonly [string, number, string, 'loss'?])[];
}

function Counts({ title, counts }: CountsProps): ReactElement {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <dl>
        {counts.map(([name, count, meaning, loss]) => (
          <div key={name} className={loss !== undefined && count > 0 ? 'is-loss' : undefined}>
            <dt>
              {name} <span>{meaning}</span>
            </dt>
            <dd>{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
