import type { DaemonAddress } from './daemon-address.ts';

/** The X-Ray sink. */
export interface XRaySettings {
  readonly daemon: DaemonAddress;
  /**
   * Keys of the attributes that traces can be searched by in X-Ray; `otel.resource.<key>` is one of the resource's. The
   * other attributes are metadata: shown, not searched.
   */
  readonly annotations: readonly string[];
  /** CloudWatch log groups with the lines of the traces. */
  readonly logGroupNames: readonly string[];
}

/** What people look for first: the route, its outcome, the user, the query, the deployment, who decided to sample. */
export const defaultAnnotations: readonly string[] = [
  'http.route',
  'http.request.method',
  'http.response.status_code',
  'error.type',
  'user.id',
  'db.system.name',
  'db.operation.name',
  'db.collection.name',
  'aws.xray.sampling_rule',
  'otel.resource.service.version',
  'otel.resource.deployment.environment.name',
];
