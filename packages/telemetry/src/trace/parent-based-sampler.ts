import { TraceFlags } from '@opentelemetry/api';
import { isSamplingUndecided, spanInContext } from './context-keys.ts';
import { doNotRecord, recordAndSample, type Sampler } from './sampler.ts';

/** Follows the parent's decision; asks `root` where there is no parent, or where a remote parent left it open. */
export function createParentBasedSampler(root: Sampler): Sampler {
  return {
    shouldSample: (context, ...rest) => {
      const parent = spanInContext(context)?.spanContext();
      if (parent === undefined || parent.spanId === '0000000000000000')
        return root.shouldSample(context, ...rest);
      if (parent.isRemote === true && isSamplingUndecided(context))
        return root.shouldSample(context, ...rest);
      return (parent.traceFlags & TraceFlags.SAMPLED) === 0 ? doNotRecord : recordAndSample;
    },
    toString: () => `ParentBased{root=${root.toString()}}`,
  };
}
