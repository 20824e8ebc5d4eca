import type { HttpTransport } from '../../delivery/http-transport.ts';
import type { Logger } from '../../log/logger.ts';
import { recordAndSample, type Sampler } from '../../trace/sampler.ts';
import { defaultRule, type SamplingRule } from './sampling-rule.ts';

/** The TCP side of an X-Ray daemon, which signs what it is sent and hands it to X-Ray. */
export interface SamplingProxy {
  /** Its origin, such as `http://127.0.0.1:2000`. */
  readonly url: string;
  readonly post: HttpTransport;
}

export interface XRaySamplerOptions {
  /** What rules' `ServiceName` is held against: the name that the service's segments bear. */
  readonly serviceName: string;
  /** See `samplingServiceType`; undefined outside of AWS. */
  readonly serviceType: string | undefined;
  readonly resourceArn?: string | undefined;
  /** From `parseSamplingRules`; used while the proxy has none for us, or where there is no proxy. */
  readonly localRules: readonly SamplingRule[];
  readonly proxy?: SamplingProxy | undefined;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly nowMs?: () => number;
  /** Milliseconds that never go back. */
  readonly monotonicMs?: () => number;
  readonly random?: () => number;
}

/** Which rules decide now, and who said so. */
export interface SamplingRulesInForce {
  readonly source: 'proxy' | 'local' | 'default';
  /** In the order in which they are tried, without those that are for other services. */
  readonly rules: readonly SamplingRule[];
}

/** Decides for roots by X-Ray's rules; wrap it with `createParentBasedSampler`. */
export interface XRaySampler extends Sampler, Disposable {
  /** Begins to ask the proxy; until then, and without a proxy, the local rules decide. */
  readonly start: () => void;
  readonly rules: () => SamplingRulesInForce;
}

export function createXRaySampler(_options: XRaySamplerOptions): XRaySampler {
  return {
    shouldSample: () => recordAndSample,
    toString: () => 'XRay',
    start: () => undefined,
    rules: () => ({ source: 'default', rules: [defaultRule] }),
    [Symbol.dispose]: () => undefined,
  };
}
