import { SpanKind, type Attributes } from '@opentelemetry/api';
import { extract, inject, type Carrier } from '../propagation/carrier.ts';
import type { Telemetry } from '../telemetry.ts';
import { runInSpan } from '../trace/run-in-span.ts';

/** A method of a Worker, a Durable Object or anything else that is called by name. */
export interface RpcMethod {
  /** `ActivitiesEntrypoint` */
  readonly service: string;
  /** `homeFeed` */
  readonly method: string;
}

/**
 * Calls a method inside a CLIENT span. `call` is given the trace context to hand over as an argument of the method's:
 * `callRpc(telemetry, { service: 'Activities', method: 'homeFeed' }, (trace) => env.ACTIVITIES.homeFeed(user, trace))`.
 */
export function callRpc<T>(telemetry: Telemetry, method: RpcMethod, call: (carrier: Carrier) => T): T {
  return runInSpan(telemetry, { ...describe(method), kind: SpanKind.CLIENT }, () => call(inject(telemetry)));
}

/** Runs a method inside a SERVER span, below the caller that `carrier`, as it came in, tells of. */
export function serveRpc<T>(telemetry: Telemetry, method: RpcMethod, carrier: unknown, serve: () => T): T {
  const incoming = extract(telemetry, carrier);
  return runInSpan(telemetry, { ...describe(method), kind: SpanKind.SERVER }, serve, incoming);
}

/** Semantic conventions for RPC. */
function describe({ service, method }: RpcMethod): {
  readonly name: string;
  readonly attributes: Attributes;
} {
  return {
    name: `${service}/${method}`,
    attributes: { 'rpc.system': 'workers', 'rpc.service': service, 'rpc.method': method },
  };
}
