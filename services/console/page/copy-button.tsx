import { useEffect, useState, type ReactElement } from 'react';
import { Icon } from './icon.tsx';

const SHOWN_MS = 1500;

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the button's name: "Copy trace id". */
  readonly what: string;
}

/** Copies `text`, and says for a moment that it did, or that the browser refused. */
export function CopyButton({ text, what }: CopyButtonProps): ReactElement {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | undefined>(undefined);
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = window.setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  const label =
    outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The browser refused' : `Copy ${what}`;
  return (
    <button
      type="button"
      className="copy-button"
      title={label}
      aria-label={label}
      onClick={() => void copy()}
    >
      <Icon name={outcome === 'copied' ? 'check' : outcome === 'refused' ? 'error' : 'copy'} />
    </button>
  );
}
