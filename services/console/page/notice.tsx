import type { ReactElement, ReactNode } from 'react';

export interface NoticeProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Fills the page where there is nothing else to show: what is the matter, and what to do. */
export function Notice({ title, children }: NoticeProps): ReactElement {
  return (
    <main className="notice">
      <h1>{title}</h1>
      {children}
    </main>
  );
}
