import type { Attributes } from '@cruddur/trace-model';
import type { ReactElement } from 'react';
import type { ErrorOccurrence } from '../../src/api/error-types.ts';
import { CopyButton } from '../copy-button.tsx';
import { formatClockTime } from '../format/clock-time.ts';
import { Link } from '../navigation/link.tsx';
import { toErrorPath, toTracePath } from '../navigation/route.ts';
import { listAttributes } from '../span/attribute-groups.ts';
import { AttributeTable } from '../span/attribute-table.tsx';
import { Fact } from '../span/fact.tsx';
import { ToolLinks } from './tool-links.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { ExceptionChain } from './exception-chain.tsx';

export interface ErrorDetailsProps {
  readonly error: ErrorOccurrence;
  /** Where the span has arrived. */
  readonly spanName?: string | undefined;
  readonly color: string;
  /** On the page of its trace: it leads on to its group, elsewhere to the trace. */
  readonly inTrace: boolean;
}

/** Everything that one reported error says. */
export function ErrorDetails({ error, spanName, color, inTrace }: ErrorDetailsProps): ReactElement {
  const { traceId, spanId } = error;
  return (
    <>
      <dl className="span-facts">
        <Fact name="Level">{error.level}</Fact>
        <Fact name="Service">
          {error.service === '' ? (
            'none given'
          ) : (
            <span className={`service-name ${color}`}>{error.service}</span>
          )}
        </Fact>
        <Fact name="Happened">{formatClockTime(error.timeMs)}</Fact>
        {error.context !== '' && <Fact name="Context">{error.context}</Fact>}
        <Fact name="Environment">
          {[error.environment, error.codeVersion].filter(Boolean).join(', version ')}
        </Fact>
        <Fact name="Rollbar uuid">
          <code>{error.uuid}</code>
          <CopyButton text={error.uuid} what="Rollbar uuid" />
        </Fact>
        {traceId === undefined ? (
          <Fact name="Trace">none given</Fact>
        ) : (
          !inTrace && (
            <Fact name="Trace">
              <Link href={toTracePath(traceId, spanId)}>{traceId}</Link>
            </Fact>
          )
        )}
        {inTrace && traceId !== undefined && spanId !== undefined && (
          <Fact name="Span">
            <Link href={toTracePath(traceId, spanId)}>{spanName ?? `${spanId}, not arrived`}</Link>
          </Fact>
        )}
        {inTrace && (
          <Fact name="Group">
            <Link href={toErrorPath(error.key, error.uuid)}>all of its kind</Link>
          </Fact>
        )}
      </dl>
      <ExceptionChain exceptions={error.exceptions} />
      <Breadcrumbs breadcrumbs={error.breadcrumbs} untilMs={error.timeMs} />
      <ToolLinks custom={error.custom} />
      <AttributeTable title="Person" entries={listAttributes(error.person, '')} />
      <AttributeTable title="Request" entries={listAttributes(error.request, '')} />
      <AttributeTable title="Custom" entries={listAttributes(withoutLinks(error.custom), '')} />
      <AttributeTable title="Server" entries={listAttributes(error.server, '')} />
    </>
  );
}

/** They are shown on their own. */
function withoutLinks(custom: Attributes): Attributes {
  return Object.fromEntries(Object.entries(custom).filter(([key]) => key !== 'links'));
}
