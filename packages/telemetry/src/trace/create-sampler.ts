import type { SamplerSettings } from '../config/sampler-config.ts';
import { createParentBasedSampler } from './parent-based-sampler.ts';
import { alwaysOffSampler, alwaysOnSampler, createRatioSampler, type Sampler } from './sampler.ts';

/** `createXRay` is called for the sampler `xray` alone, which needs more of its runtime than a decision. */
export function createSampler(settings: SamplerSettings, createXRay: () => Sampler): Sampler {
  const sampler = createRootSampler(settings, createXRay);
  return settings.parentBased ? createParentBasedSampler(sampler) : sampler;
}

function createRootSampler({ root, ratio }: SamplerSettings, createXRay: () => Sampler): Sampler {
  switch (root) {
    case 'always_on':
      return alwaysOnSampler;
    case 'always_off':
      return alwaysOffSampler;
    case 'traceidratio':
      return createRatioSampler(ratio);
    case 'xray':
      return createXRay();
  }
}
