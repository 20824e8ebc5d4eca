import { createEnvironmentReader, parseTelemetryConfig } from '@cruddur/telemetry';
import { traceRequests } from '@cruddur/telemetry/hono';
import { startTelemetry } from '@cruddur/telemetry/node';
import type { Variant, VariantOptions } from './variant.ts';

const flushTimeoutMs = 5000;

/** Ours as the services start it: the defaults of the environment (every span, OTLP protobuf, W3C and X-Ray headers). */
export function startCruddur({ serviceName, otlpEndpoint, upstreamOrigins }: VariantOptions): Variant {
  const environment = createEnvironmentReader({ OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint });
  const config = parseTelemetryConfig(environment, { serviceName });
  const telemetry = startTelemetry(config, { propagateTo: upstreamOrigins });
  return {
    middleware: traceRequests(telemetry),
    fetch: telemetry.fetch,
    flush: () => telemetry.flush(flushTimeoutMs),
    stop: () => telemetry.shutdown(flushTimeoutMs),
  };
}
