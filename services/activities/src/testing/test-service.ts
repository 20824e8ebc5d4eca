import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { traceQuery } from '@cruddur/telemetry';
import { createTestTelemetry, type TestTelemetry } from '@cruddur/telemetry/testing';
import { createApp } from '../app.ts';
import { createMemoryStore } from '../store/memory/create-memory-store.ts';
import type { Store } from '../store/store.ts';
import { openStore } from '../store/sql/open-store.ts';
import type { StoreLocation } from './databases.ts';

export const migrationsFolder: string = fileURLToPath(new URL('../../migrations', import.meta.url));

/** The app over a real store with the real telemetry, and a clock that stands until it is set. */
export interface TestService {
  readonly store: Store;
  readonly telemetry: TestTelemetry;
  readonly setTime: (time: Date) => void;
  /** Status and parsed body of an answer. */
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export const startTime = new Date('2026-11-21T10:00:00.000Z');

export async function startTestService(location: StoreLocation): Promise<TestService> {
  const telemetry = createTestTelemetry({ serviceName: 'activities' });
  let time = startTime;
  const now = (): Date => time;
  const store =
    location.kind === 'no-database'
      ? createMemoryStore(now())
      : await openStore({
          location,
          migrationsFolder,
          now,
          traceQuery: (query, run) => traceQuery(telemetry.telemetry.tracer, query, run),
          onIdleError: (error) => telemetry.telemetry.reportError(error),
        });
  const app = createApp({ store, telemetry: telemetry.telemetry, now, newUuid: randomUUID });
  const request: TestService['request'] = async (path, init) => app.request(path, init);
  return {
    store,
    telemetry,
    setTime: (newTime) => {
      time = newTime;
    },
    request,
    get: async (path, headers = {}) => toAnswer(await request(path, { headers })),
    post: async (path, body, headers = {}) =>
      toAnswer(
        await request(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        }),
      ),
    close: store.close,
  };
}

async function toAnswer(response: Response): Promise<Answer> {
  return { status: response.status, body: await response.json() };
}
