import { useEffect, type ReactElement } from 'react';
import type { ErrorGroupList } from '../../src/api/error-types.ts';
import { Command } from '../command.tsx';
import { formatCount } from '../format/count.ts';
import { ServerAway } from '../server-away.tsx';
import { useApi } from '../use-api.ts';
import { ErrorTable } from './error-table.tsx';

/** The errors that were reported, grouped. Read again whenever `revision` changes, which counts what was reported. */
export function ErrorsPage({ revision }: { readonly revision: unknown }): ReactElement {
  const answer = useApi<ErrorGroupList>('/api/errors', revision);
  useEffect(() => {
    document.title = 'Errors · Cruddur console';
  }, []);
  if (answer?.kind === 'unreachable') return <ServerAway />;
  const list = answer?.kind === 'ok' ? answer.value : undefined;
  if (list !== undefined && list.groups.length === 0) return <NoErrors />;
  return (
    <main className="errors-page" aria-busy={list === undefined}>
      <header className="page-head">
        <h1>Errors</h1>
        {list !== undefined && (
          <p>
            {formatCount(list.groups.length, 'kind')},{' '}
            {formatCount(list.statistics.occurrenceCount, 'report')}
            {list.statistics.evictedGroups > 0 &&
              `; ${formatCount(list.statistics.evictedGroups, 'older kind')} made room`}
          </p>
        )}
      </header>
      {list !== undefined && <ErrorTable groups={list.groups} />}
    </main>
  );
}

function NoErrors(): ReactElement {
  return (
    <main className="empty-state">
      <h1>No errors reported</h1>
      <p>Services report here as to Rollbar. To see a message arrive, run</p>
      <Command text="curl -i localhost:4567/rollbar/test" />
      <p>and for an exception with its stack and its trace</p>
      <Command text="curl -i localhost:4567/api/faults/thrown" />
    </main>
  );
}
