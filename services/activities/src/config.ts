import { readFaultSwitch } from '@cruddur/contracts';
import {
  createEnvironmentReader,
  parseTelemetryConfig,
  type ConfigResult,
  type Environment,
  type TelemetryConfig,
} from '@cruddur/telemetry';
import { parseDatabaseUrl, type DatabaseLocation, type Files } from './store/database-url.ts';

export interface ActivitiesConfig {
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseLocation;
  /** Whether requests may ask for faults; never in production. */
  readonly offersFaults: boolean;
  readonly telemetry: TelemetryConfig;
}

/** Reads `HOST`, `PORT`, `DATABASE_URL` and the telemetry's variables; reports all problems at once. */
export function parseActivitiesConfig(
  environment: Environment,
  files: Files = 'files',
): ConfigResult<ActivitiesConfig> {
  const read = createEnvironmentReader(environment);
  const telemetry = parseTelemetryConfig(read, { serviceName: 'activities' });
  return read.result({
    host: read.text('HOST') ?? '127.0.0.1',
    port: read.integer('PORT', { min: 0, max: 65_535, fallback: 4568 }),
    database: parseDatabaseUrl(read, files),
    offersFaults: readFaultSwitch(read, telemetry.resourceAttributes),
    telemetry,
  });
}
