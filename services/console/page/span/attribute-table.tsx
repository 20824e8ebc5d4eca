import type { ReactElement } from 'react';
import { CopyButton } from '../copy-button.tsx';

export interface AttributeTableProps {
  readonly title: string;
  readonly entries: readonly { readonly key: string; readonly value: string }[];
}

/** Attributes as keys and values; nothing at all where there are none. */
export function AttributeTable({ title, entries }: AttributeTableProps): ReactElement | null {
  if (entries.length === 0) return null;
  return (
    <section className="attributes" aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {entries.map(({ key, value }) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>
              <span className="attribute-value">{value === '' ? <em>empty</em> : value}</span>
              <CopyButton text={value} what={key} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
