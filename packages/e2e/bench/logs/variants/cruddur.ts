import { createEnvironmentReader, parseTelemetryConfig } from '@cruddur/telemetry';
import { startTelemetry } from '@cruddur/telemetry/node';
import { lineText, toLineFields } from './line-fields.ts';
import type { LogAccount, LogVariant, LogVariantOptions } from './log-variant.ts';

/** As the services start it: JSON on standard output and CloudWatch, everything redacted, ids from the active span. */
export function startCruddur({ endpoint }: LogVariantOptions): Promise<LogVariant> {
  return start({
    CLOUDWATCH_LOG_GROUP: '/bench/logs',
    CLOUDWATCH_LOG_STREAM: 'cruddur',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: endpoint,
    AWS_REGION: 'us-east-1',
  });
}

/** The same without CloudWatch. */
export function startCruddurOnStandardOutput(): Promise<LogVariant> {
  return start({});
}

async function start(variables: Readonly<Record<string, string>>): Promise<LogVariant> {
  const read = createEnvironmentReader({ ...variables, LOG_FORMAT: 'json' });
  const parsed = read.result(parseTelemetryConfig(read, { serviceName: 'bench' }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const telemetry = startTelemetry(parsed.config);
  return {
    log: (line) => telemetry.log.info(lineText, toLineFields(line)),
    inTrace: (fn) => telemetry.withSpan('home', fn),
    account: (): LogAccount | undefined => {
      const sink = telemetry.health().sinks.find(({ sink: name }) => name === 'cloudwatch');
      if (sink === undefined) return undefined;
      const { accepted, delivered, dropped, buffered } = sink;
      const bufferedBytes = 'bufferedBytes' in sink ? Number(sink.bufferedBytes) : Number.NaN;
      return { accepted, delivered, dropped, buffered, bufferedBytes };
    },
  };
}
