import type { Logger } from '../../log/logger.ts';
import type { Sampler } from '../../trace/sampler.ts';
import { activateRules, decideByRules, type ActiveRule } from './active-rules.ts';
import { createRemoteSampling, type PollingSettings, type RemoteSampling } from './remote-sampling.ts';
import type { SampledService } from './rule-matcher.ts';
import { createRuleSampler } from './rule-sampler.ts';
import { warnOfForeignRules } from './foreign-rules.ts';
import type { SamplingProxy } from './sampling-api.ts';
import type { SamplingRule } from './sampling-rule.ts';

export interface XRaySamplerOptions {
  /** What rules' `ServiceName` is held against: the name that the service's segments bear. */
  readonly serviceName: string;
  /** See `samplingServiceType`; undefined outside of AWS. */
  readonly serviceType: string | undefined;
  /** See `samplingResourceArn`. */
  readonly resourceArn?: string | undefined;
  /** From `parseSamplingRules`; used while the proxy has given none, or where there is no proxy. */
  readonly localRules: readonly SamplingRule[];
  readonly proxy?: SamplingProxy | undefined;
  readonly log: Logger;
  readonly polling?: Partial<PollingSettings>;
  /** Epoch milliseconds. */
  readonly nowMs?: () => number;
  /** Milliseconds that never go back. */
  readonly monotonicMs?: () => number;
  /** From 0 to just below 1. */
  readonly random?: () => number;
}

/** Which rules decide now, and who said so. */
interface SamplingRulesInForce {
  readonly source: 'proxy' | 'local' | 'default';
  /** In the order in which they are tried, without those that are for other services. */
  readonly rules: readonly SamplingRule[];
}

/** Decides for roots by X-Ray's rules; wrap it with `createParentBasedSampler`. */
export interface XRaySampler extends Sampler, Disposable {
  /** Begins to ask the proxy; until it answers, and without a proxy, the local rules decide. */
  readonly start: () => void;
  readonly rules: () => SamplingRulesInForce;
}

/**
 * Samples as X-Ray's sampling rules say: those of the account, fetched through the daemon; while there are none, those
 * of the local file; else one request a second and 5 % of the rest. Sampled spans say by which rule
 * (`aws.xray.sampling_rule`) and by which part of it (`cruddur.sampling.decided_by`: `reservoir`, `borrow`,
 * `fixed_rate`). The algorithm: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sampling.html
 */
export function createXRaySampler(options: XRaySamplerOptions): XRaySampler {
  const { serviceName, serviceType, resourceArn, localRules, proxy, log } = options;
  const { nowMs = Date.now, monotonicMs = () => performance.now(), random = Math.random } = options;
  const service: SampledService = { serviceName, serviceType, resourceArn };
  const local = activateRules(localRules, service, (rule) => createRuleSampler(rule, 'process', random));
  const localSource = localRules.length > 0 ? 'local' : 'default';
  let remote: RemoteSampling | undefined;
  let state: 'new' | 'started' | 'disposed' = 'new';

  const remoteRules = (): readonly ActiveRule[] | undefined => remote?.active(monotonicMs());
  const rules = (): SamplingRulesInForce => {
    const fetched = remoteRules();
    const source = fetched === undefined ? localSource : 'proxy';
    return { source, rules: (fetched ?? local).map(({ rule }) => rule) };
  };

  return {
    shouldSample: (_context, _traceId, _spanName, _spanKind, attributes) => {
      const atMs = monotonicMs();
      return decideByRules(remote?.active(atMs) ?? local, attributes, atMs);
    },
    toString: () => 'XRay',
    rules,
    start: () => {
      if (state !== 'new') return;
      state = 'started';
      warnOfForeignRules(localRules, serviceName, log);
      if (proxy === undefined) return;
      remote = createRemoteSampling({
        proxy,
        service,
        log,
        polling: options.polling ?? {},
        source: () => rules().source,
        nowMs,
        monotonicMs,
        random,
      });
      remote.start();
    },
    [Symbol.dispose]: () => {
      state = 'disposed';
      remote?.[Symbol.dispose]();
    },
  };
}
