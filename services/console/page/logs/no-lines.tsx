import type { ReactElement } from 'react';
import { Command } from '../command.tsx';

/** Why there may be no line, and what to do. */
export function NoLines(): ReactElement {
  return (
    <div className="view-notice">
      <h2>No log line and no error of this trace has arrived</h2>
      <p>
        Services write lines here as to CloudWatch Logs, and report errors as to Rollbar;{' '}
        <code>npm run dev</code> sets both. To see a line and an error, run
      </p>
      <Command text="curl -i localhost:4567/rollbar/test" />
    </div>
  );
}
