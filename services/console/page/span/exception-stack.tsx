import type { ReactElement } from 'react';

/** Frames of the runtime and of installed packages: seldom where the mistake is. */
const FOREIGN_FRAME = /node:|node_modules|<anonymous>\)?$/;

/** A stack trace, its own code in full ink and everyone else's paler. */
export function ExceptionStack({ stack }: { readonly stack: string }): ReactElement {
  return (
    <pre className="exception-stack" tabIndex={0}>
      {stack.split('\n').map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a recursion repeats its lines
        <span key={index} className={FOREIGN_FRAME.test(line) ? undefined : 'own-frame'}>
          {line.trim()}
        </span>
      ))}
    </pre>
  );
}
