import type { ReactElement } from 'react';

/** Strokes on a grid of 16. */
const PATHS = {
  error: 'M8 1.8 15 14H1L8 1.8ZM8 6.2v3.6M8 11.8v.2',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'M2.5 8.5 6 12l7.5-8',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.4 10.4l3.6 3.6',
  back: 'M9.5 3 4.5 8l5 5',
  wire: 'M1.5 8h12M10 4.5 13.5 8 10 11.5',
  path: 'M1.5 4h6v8h7',
  lines: 'M2 4h12M2 8h9M2 12h6',
  report: 'M3 14V2.5h9l-2 3.2 2 3.3H3',
  up: 'M8 13V3M4 7l4-4 4 4',
  link: 'M6.5 9.5l3-3M7 4.5l1.6-1.6a3 3 0 0 1 4.3 4.3L11.4 8.7M9 11.5l-1.6 1.6a3 3 0 0 1-4.3-4.3L4.6 7.3',
} as const;

export interface IconProps {
  readonly name: keyof typeof PATHS;
  /** What the icon says to someone who does not see it; without one it is decoration. */
  readonly label?: string;
}

export function Icon({ name, label }: IconProps): ReactElement {
  return (
    <svg
      className={`icon icon-${name}`}
      viewBox="0 0 16 16"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
