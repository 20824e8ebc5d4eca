import type { ReactElement } from 'react';
import type { XRayReceiverState } from '../../src/api/types.ts';

/** Why there may be no document, and what to do. */
export function NoDocuments({ receiver }: { readonly receiver: XRayReceiverState }): ReactElement {
  return (
    <div className="view-notice">
      <h2>No X-Ray document of this trace has arrived</h2>
      {receiver.state === 'listening' ? (
        <>
          <p>The console listens as the X-Ray daemon does. Services send here with</p>
          <p>
            <code>AWS_XRAY_DAEMON_ADDRESS={receiver.daemonAddress}</code>
          </p>
        </>
      ) : (
        <p>The console does not listen for X-Ray: {receiver.reason}.</p>
      )}
    </div>
  );
}
