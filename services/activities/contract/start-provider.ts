import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { traceQuery } from '@cruddur/telemetry';
import { createTestTelemetry } from '@cruddur/telemetry/testing';
import type { ProviderUnderTest } from '@cruddur/trace-contract/pact';
import { createApp } from '../src/app.ts';
import type { Dependencies } from '../src/dependencies.ts';
import { createSqlStore } from '../src/store/sql/create-sql-store.ts';
import { migrateAndSeed } from '../src/store/sql/migrate.ts';
import { openDriver } from '../src/store/sql/open-driver.ts';
import { checkAnswer } from './check-answer.ts';
import { createProviderStates } from './provider-states.ts';

export interface ContractProvider extends ProviderUnderTest {
  /** Another app over the same database and the same spans. */
  readonly serve: (create: typeof createApp) => ProviderUnderTest['fetch'];
  readonly close: () => Promise<void>;
}

const now = (): Date => new Date();

/** The activities service as `main.ts` builds it, over an embedded database, with its spans in memory. */
export async function startProvider(): Promise<ContractProvider> {
  const { spans, telemetry } = createTestTelemetry({ serviceName: 'activities' });
  const driver = await openDriver({ kind: 'memory' }, (error) => telemetry.reportError(error));
  await migrateAndSeed(driver, fileURLToPath(new URL('../migrations', import.meta.url)), now());
  const store = createSqlStore(driver, (query, run) => traceQuery(telemetry.tracer, query, run));
  const dependencies: Dependencies = { store, telemetry, now, newUuid: randomUUID, offersFaults: true };
  let written = false;
  const takeWrites = (): boolean => {
    const before = written;
    written = false;
    return before;
  };
  const serve: ContractProvider['serve'] = (create) => {
    const app = create(dependencies);
    return (request, environment) => {
      written ||= request.method !== 'GET';
      return app.fetch(request, environment);
    };
  };
  return {
    serve,
    fetch: serve(createApp),
    spans,
    states: createProviderStates(dependencies, driver, takeWrites),
    checkAnswer,
    close: store.close,
  };
}
