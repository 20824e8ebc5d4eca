import type { ReactElement } from 'react';
import { Notice } from './notice.tsx';

export function ServerAway(): ReactElement {
  return (
    <Notice title="The console's server is away">
      <p>This page got no answer from it. Start it again and the page goes on by itself:</p>
      <pre className="command">
        <code>npm run dev</code>
      </pre>
    </Notice>
  );
}
