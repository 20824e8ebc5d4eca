import { useState, type ReactElement } from 'react';
import type { TraceError } from '../../src/api/error-types.ts';
import type { LoggedError, LogLine } from '../../src/api/log-types.ts';
import { CopyButton } from '../copy-button.tsx';
import { formatClockTime } from '../format/clock-time.ts';
import { formatDuration } from '../format/duration.ts';
import { Icon } from '../icon.tsx';
import { Link } from '../navigation/link.tsx';
import { toLogsPath, toTracePath } from '../navigation/route.ts';
import { AttributeFilter } from '../span/attribute-filter.tsx';
import { groupAttributes, listAttributes } from '../span/attribute-groups.ts';
import { AttributeTable } from '../span/attribute-table.tsx';
import { ExceptionStack } from '../span/exception-stack.tsx';
import { Fact } from '../span/fact.tsx';
import { NO_FILTER } from './log-filter.ts';

export interface LineDetailsProps {
  readonly line: LogLine;
  /** Absent for a line without a trace. */
  readonly offsetMs?: number;
  readonly spanName?: string | undefined;
  readonly color: string;
  /** The reported errors of the trace: the line may name one. */
  readonly errors?: readonly TraceError[];
}

export function LineDetails(props: LineDetailsProps): ReactElement {
  const { line, offsetMs, spanName, color, errors = [] } = props;
  const [filter, setFilter] = useState('');
  const { traceId, spanId } = line;
  const reported = errors.find(({ uuid }) => uuid === line.attributes['rollbar.occurrence.uuid']);
  return (
    <>
      {line.message.includes('\n') && <pre className="line-message">{line.message}</pre>}
      <dl className="span-facts">
        <Fact name="Level">
          <span className={`log-word log-${line.level ?? 'none'}`}>{line.level ?? 'none given'}</span>
        </Fact>
        <Fact name="Service">
          {line.service === '' ? (
            'none given'
          ) : (
            <span className={`service-name ${color}`}>{line.service}</span>
          )}
        </Fact>
        <Fact name="Logged">
          {formatClockTime(line.timeMs)}
          {offsetMs !== undefined && `, +${formatDuration(offsetMs)}`}
        </Fact>
        {traceId !== undefined && spanId !== undefined && (
          <Fact name="Span">
            <Link href={toTracePath(traceId, spanId)}>{spanName ?? `${spanId}, not arrived`}</Link>
          </Fact>
        )}
        {reported !== undefined && traceId !== undefined && (
          <Fact name="Reported">
            <Link href={toLogsPath(traceId, undefined, { filter: NO_FILTER, entryId: reported.uuid })}>
              as {reported.uuid}
            </Link>
          </Fact>
        )}
        <Fact name="Event id">
          <code>{line.id}</code>
          <CopyButton text={line.id} what="event id" />
        </Fact>
        {line.group === '' ? (
          <Fact name="Came by">OTLP</Fact>
        ) : (
          <>
            <Fact name="Log group">
              <code>{line.group}</code>
            </Fact>
            <Fact name="Stream">
              <code>{line.stream}</code>
            </Fact>
          </>
        )}
      </dl>
      {!line.isStructured && <p className="hint">This line is no JSON object: its text is all there is.</p>}
      {line.error !== undefined && <LoggedErrorLines error={line.error} />}
      {Object.keys(line.attributes).length > 0 && (
        <AttributeFilter filter={filter} placeholder="Filter attributes" onFilter={setFilter} />
      )}
      {groupAttributes(line.attributes, filter).map(({ title, entries }) => (
        <AttributeTable key={title} title={title} entries={entries} />
      ))}
    </>
  );
}

function LoggedErrorLines({ error }: { readonly error: LoggedError }): ReactElement {
  const chain: LoggedError[] = [];
  for (let next: LoggedError | undefined = error; next !== undefined; next = next.cause) chain.push(next);
  return (
    <section className="span-events" aria-label="Error">
      <h3>Error</h3>
      <ol>
        {chain.map(({ type, message, stack, fields }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two causes may be equal in everything
          <li key={index}>
            {index > 0 && <span className="caused-by">caused by</span>}
            <strong className="exception-type">
              <Icon name="error" /> {type}
            </strong>
            <p className="exception-message">{message}</p>
            {stack !== undefined && <ExceptionStack stack={stack} />}
            <AttributeTable title="Fields of the error" entries={listAttributes(fields, '')} />
          </li>
        ))}
      </ol>
    </section>
  );
}
