import type { ReactElement } from 'react';
import { Icon } from '../icon.tsx';

export interface AttributeFilterProps {
  readonly filter: string;
  readonly placeholder: string;
  readonly onFilter: (filter: string) => void;
}

/** Narrows the tables below it while one types. */
export function AttributeFilter({ filter, placeholder, onFilter }: AttributeFilterProps): ReactElement {
  return (
    <label className="attribute-filter">
      <Icon name="search" label="Filter attributes" />
      <input
        type="text"
        value={filter}
        spellCheck={false}
        placeholder={placeholder}
        onChange={(event) => onFilter(event.target.value)}
      />
    </label>
  );
}
