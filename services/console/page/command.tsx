import type { ReactElement } from 'react';
import { CopyButton } from './copy-button.tsx';

/** A command to run in a terminal, and to copy. */
export function Command({ text }: { readonly text: string }): ReactElement {
  return (
    <div className="command">
      <code>{text}</code>
      <CopyButton text={text} what="command" />
    </div>
  );
}
