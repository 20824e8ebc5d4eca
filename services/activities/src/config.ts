import {
  createEnvironmentReader,
  parseTelemetryConfig,
  type ConfigResult,
  type Environment,
  type TelemetryConfig,
} from '@cruddur/telemetry';
import { parseDatabaseUrl, type DatabaseLocation } from './store/database-url.ts';

export interface ActivitiesConfig {
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseLocation;
  readonly telemetry: TelemetryConfig;
}

/** Reads `HOST`, `PORT`, `DATABASE_URL` and the telemetry's variables; reports all problems at once. */
export function parseActivitiesConfig(environment: Environment): ConfigResult<ActivitiesConfig> {
  const read = createEnvironmentReader(environment);
  return read.result({
    host: read.text('HOST') ?? '127.0.0.1',
    port: read.integer('PORT', { min: 0, max: 65_535, fallback: 4568 }),
    database: parseDatabaseUrl(read),
    telemetry: parseTelemetryConfig(read, { serviceName: 'activities' }),
  });
}
