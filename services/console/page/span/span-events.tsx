import type { ReactElement } from 'react';
import type { SpanDetail } from '../../src/api/types.ts';
import { formatDuration } from '../format/duration.ts';
import { Icon } from '../icon.tsx';
import { formatAttributeValue, listAttributes } from './attribute-groups.ts';
import { AttributeTable } from './attribute-table.tsx';
import { ExceptionStack } from './exception-stack.tsx';

const STACK = 'exception.stacktrace';
/** Shown by the exception's own lines. */
const EXCEPTION_KEYS = new Set(['exception.type', 'exception.message', STACK]);

type SpanEvent = SpanDetail['events'][number];

export interface SpanEventsProps {
  readonly events: readonly SpanEvent[];
  readonly spanStartMs: number;
}

export function SpanEvents({ events, spanStartMs }: SpanEventsProps): ReactElement | null {
  if (events.length === 0) return null;
  return (
    <section className="span-events" aria-label="Events">
      <h3>Events</h3>
      <ol>
        {events.map((event, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two events may be equal in everything
          <li key={index}>
            <span className="event-time">+{formatDuration(event.offsetMs - spanStartMs)}</span>
            {event.name === 'exception' ? <ExceptionLines event={event} /> : <strong>{event.name}</strong>}
            <AttributeTable
              title="Attributes of the event"
              entries={listAttributes(event.attributes, '').filter(
                ({ key }) => event.name !== 'exception' || !EXCEPTION_KEYS.has(key),
              )}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

function ExceptionLines({ event: { attributes } }: { readonly event: SpanEvent }): ReactElement {
  const text = (key: string): string => formatAttributeValue(attributes[key] ?? '');
  return (
    <>
      <strong className="exception-type">
        <Icon name="error" /> {text('exception.type') || 'exception'}
      </strong>
      <p className="exception-message">{text('exception.message')}</p>
      {text(STACK) !== '' && <ExceptionStack stack={text(STACK)} />}
    </>
  );
}
