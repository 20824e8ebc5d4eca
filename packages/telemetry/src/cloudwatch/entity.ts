import type { Attributes } from '@opentelemetry/api';
import type { Entity } from './logs-client.ts';

/** What Application Signals calls an environment that nobody named. */
const genericEnvironment = 'generic:default';

/** The service that the events are of, so that CloudWatch shows them with it (API reference, "Entity"). */
export function toEntity(
  serviceName: string,
  resource: Attributes,
): Entity & { readonly environment: string } {
  const named = resource['deployment.environment.name'] ?? resource['deployment.environment'];
  const environment = typeof named === 'string' && named !== '' ? named : genericEnvironment;
  return { environment, keyAttributes: { Type: 'Service', Name: serviceName, Environment: environment } };
}
