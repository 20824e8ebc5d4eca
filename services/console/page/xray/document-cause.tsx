import type { SegmentBody, SegmentCause } from '@cruddur/trace-model';
import type { ReactElement } from 'react';
import { formatCount } from '../format/count.ts';
import { Icon } from '../icon.tsx';
import { ExceptionStack } from '../span/exception-stack.tsx';

type Exception = NonNullable<SegmentCause['exceptions']>[number];

/** Why the work failed: the exceptions with their stacks, or the id of one that another document holds. */
export function DocumentCause({ cause }: { readonly cause: SegmentBody['cause'] }): ReactElement | null {
  if (cause === undefined) return null;
  if (typeof cause === 'string') {
    return (
      <section className="span-events" aria-label="Cause">
        <h3>Cause</h3>
        <p>
          Exception <code>{cause}</code>, which another document of the trace describes.
        </p>
      </section>
    );
  }
  return (
    <section className="span-events" aria-label="Cause">
      <h3>Cause</h3>
      {cause.working_directory !== undefined && (
        <p>
          In <code>{cause.working_directory}</code>
        </p>
      )}
      <ol>
        {(cause.exceptions ?? []).map((exception) => (
          <li key={exception.id}>
            <ExceptionLines exception={exception} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function ExceptionLines({ exception }: { readonly exception: Exception }): ReactElement {
  const { stack = [], truncated = 0 } = exception;
  const frames = stack.map(({ path = '?', line, label = '' }) => {
    const place = line === undefined ? path : `${path}:${line}`;
    return label === '' ? `at ${place}` : `at ${label} (${place})`;
  });
  if (truncated > 0) frames.push(`… ${formatCount(truncated, 'frame')} left out`);
  return (
    <>
      <strong className="exception-type">
        <Icon name="error" /> {exception.type ?? 'exception'}
      </strong>
      {exception.remote === true && <span className="span-kind"> from the remote side</span>}
      <p className="exception-message">{exception.message}</p>
      {exception.cause !== undefined && (
        <p>
          Caused by <code>{exception.cause}</code>
        </p>
      )}
      {frames.length > 0 && <ExceptionStack stack={frames.join('\n')} />}
    </>
  );
}
