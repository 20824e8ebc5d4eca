import type { ReactElement } from 'react';
import type { ErrorOccurrence, StackFrame } from '../../src/api/error-types.ts';
import { Icon } from '../icon.tsx';

/** What was thrown, then what caused it. */
export function ExceptionChain({ exceptions }: Pick<ErrorOccurrence, 'exceptions'>): ReactElement {
  return (
    <section className="span-events" aria-label="Exceptions">
      <ol>
        {exceptions.map(({ type, message, frames }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two causes may be equal in everything
          <li key={index}>
            {index > 0 && <span className="caused-by">caused by</span>}
            <strong className="exception-type">
              <Icon name="error" /> {type}
            </strong>
            <p className="exception-message">{message}</p>
            {frames.length > 0 && <Frames frames={frames} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Frames({ frames }: { readonly frames: readonly StackFrame[] }): ReactElement {
  return (
    <pre className="exception-stack" tabIndex={0}>
      {frames.map((frame, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a recursion repeats its frames
        <span key={index} className={frame.isOwn ? 'own-frame' : undefined}>
          {describeFrame(frame)}
          {frame.isOwn && frame.code !== undefined && <em className="frame-code">{frame.code.trim()}</em>}
        </span>
      ))}
    </pre>
  );
}

function describeFrame({ file, line, column, method }: StackFrame): string {
  const position = [file || '?', line, column].filter((part) => part !== undefined).join(':');
  return method === '' ? `at ${position}` : `at ${method} (${position})`;
}
