import type { ReactElement } from 'react';
import { Command } from '../command.tsx';

const COMMAND = 'curl -i localhost:4567/api/activities/home';

/** What the first request will look like: label, service, where its bar begins and how long it is, in percent. */
const PREVIEW = [
  { name: 'GET /api/activities/home', from: 'gateway', tone: 'first', start: 0, width: 100 },
  { name: 'GET, the call to activities', from: 'gateway', tone: 'first', start: 9, width: 82 },
  { name: 'GET /api/activities/home', from: 'activities', tone: 'second', start: 19, width: 64 },
  { name: 'home-activities-mock-data', from: 'activities', tone: 'second', start: 30, width: 46 },
  { name: 'SELECT, the SQL query', from: 'activities', tone: 'second', start: 38, width: 28 },
] as const;

/** The first thing a newcomer sees: what to run, and what it will show. */
export function EmptyState(): ReactElement {
  return (
    <div className="empty-state">
      <h1>No traces yet</h1>
      <p>With the services running, send one request from a terminal:</p>
      <Command text={COMMAND} />
      <p>
        It appears here within two seconds: one request, one trace, two services. The response carries the
        same trace id in its <code>Server-Timing</code> and <code>x-amzn-trace-id</code> headers; paste either
        above to find it again.
      </p>
      <h2>What the trace will show</h2>
      <ol className="preview">
        {PREVIEW.map(({ name, from, tone, start, width }) => (
          <li key={`${from} ${name}`}>
            <span className="preview-name">{name}</span>
            <span className="preview-service">{from}</span>
            <span className="preview-lane">
              <span
                className={`preview-bar preview-bar-${tone}`}
                style={{ left: `${start}%`, width: `${width}%` }}
              />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
