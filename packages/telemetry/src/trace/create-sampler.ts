import type { SamplerSettings } from '../config/telemetry-config.ts';
import { createParentBasedSampler } from './parent-based-sampler.ts';
import { alwaysOffSampler, alwaysOnSampler, createRatioSampler, type Sampler } from './sampler.ts';

export function createSampler({ root, ratio, parentBased }: SamplerSettings): Sampler {
  const sampler = createRootSampler(root, ratio);
  return parentBased ? createParentBasedSampler(sampler) : sampler;
}

function createRootSampler(root: SamplerSettings['root'], ratio: number): Sampler {
  switch (root) {
    case 'always_on':
      return alwaysOnSampler;
    case 'always_off':
      return alwaysOffSampler;
    case 'traceidratio':
      return createRatioSampler(ratio);
  }
}
