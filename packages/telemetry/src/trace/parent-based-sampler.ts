import { TraceFlags } from '@opentelemetry/api';
import { adoptedRoot, isSamplingUndecided, spanInContext } from './context-keys.ts';
import { doNotRecord, recordAndSample, type Sampler, type SamplingResult } from './sampler.ts';

/**
 * Follows the parent's decision, or that of an adopted X-Ray root; asks `root` where there is neither, or where a
 * remote parent left it open.
 */
export function createParentBasedSampler(root: Sampler): Sampler {
  return {
    shouldSample: (context, traceId, spanName, spanKind, attributes, links) => {
      const parent = spanInContext(context)?.spanContext();
      // A span of another trace (an invalid one, or any under the `root` option) is no parent.
      if (parent?.traceId !== traceId) {
        const adopted = adoptedRoot(context);
        return adopted?.traceId !== traceId || adopted.sampled === 'undecided'
          ? root.shouldSample(context, traceId, spanName, spanKind, attributes, links)
          : decide(adopted.sampled);
      }
      return parent.isRemote === true && isSamplingUndecided(context)
        ? root.shouldSample(context, traceId, spanName, spanKind, attributes, links)
        : decide((parent.traceFlags & TraceFlags.SAMPLED) !== 0);
    },
    toString: () => `ParentBased{root=${root.toString()}}`,
    ...(root.ignoresAttributes === true ? { ignoresAttributes: true } : undefined),
  };
}

function decide(sampled: boolean): SamplingResult {
  return sampled ? recordAndSample : doNotRecord;
}
