import type { Attributes } from '@opentelemetry/api';
import type { TelemetryConfig } from '../config/telemetry-config.ts';

/** The resource of every signal: what the runtime knows, overridden by what the operator said. */
export function createResource(
  config: Pick<TelemetryConfig, 'serviceName' | 'resourceAttributes'>,
  runtime: Attributes,
): Attributes {
  return {
    'telemetry.distro.name': '@cruddur/telemetry',
    'telemetry.distro.version': '0.1.0',
    ...runtime,
    ...config.resourceAttributes,
    'service.name': config.serviceName,
  };
}
