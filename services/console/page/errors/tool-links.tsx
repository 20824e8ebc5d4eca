import type { Attributes } from '@cruddur/trace-model';
import type { ReactElement } from 'react';
import { Icon } from '../icon.tsx';

/** Where other tools show the same trace, as the sender put it into `custom.links`; nothing where it knows of none. */
export function ToolLinks({ custom }: { readonly custom: Attributes }): ReactElement | null {
  const links = toToolLinks(custom['links']);
  if (links.length === 0) return null;
  return (
    <section className="span-links" aria-label="The same in other tools">
      <h3>The same in other tools</h3>
      <ul>
        {links.map(({ tool, url }) => (
          <li key={tool}>
            <a href={url} target="_blank" rel="noreferrer">
              <Icon name="link" /> {tool}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function toToolLinks(links: unknown): readonly { readonly tool: string; readonly url: string }[] {
  if (typeof links !== 'object' || links === null) return [];
  return Object.entries(links).flatMap(([tool, url]) =>
    // A sender may write anything; `javascript:` is no place to go to. The console is here.
    tool !== 'console' && typeof url === 'string' && /^https?:\/\//.test(url) ? [{ tool, url }] : [],
  );
}
