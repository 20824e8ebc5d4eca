import type { RootSamplerName } from '../trace/sampler.ts';
import type { EnvironmentReader } from './environment-reader.ts';

export interface SamplerSettings {
  readonly root: RootSamplerName | 'xray';
  readonly ratio: number;
  readonly parentBased: boolean;
  /** Path of the local rules of the sampler `xray`. */
  readonly rulesFile?: string | undefined;
}

const samplerNames = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'xray',
] as const;

/** `OTEL_TRACES_SAMPLER` and its argument; for `xray`, which is always parent based, the file with local rules. */
export function readSampler(read: EnvironmentReader): SamplerSettings {
  const name = read.choice('OTEL_TRACES_SAMPLER', samplerNames, 'parentbased_always_on');
  const rulesFile = read.text('AWS_XRAY_SAMPLING_RULES');
  const argument = read.text('OTEL_TRACES_SAMPLER_ARG');
  if (argument !== undefined && !name.endsWith('traceidratio')) {
    read.warn(`OTEL_TRACES_SAMPLER_ARG is ignored: the sampler ${name} takes no argument`);
  }
  if (name === 'xray') {
    if (rulesFile === undefined && read.text('AWS_XRAY_DAEMON_ADDRESS') === undefined) {
      read.warn(
        'OTEL_TRACES_SAMPLER is xray, without AWS_XRAY_DAEMON_ADDRESS or AWS_XRAY_SAMPLING_RULES: ' +
          "X-Ray's default rule decides, one request a second and 5 % of the others",
      );
    }
    return { root: 'xray', ratio: 1, parentBased: true, rulesFile };
  }
  if (rulesFile !== undefined)
    read.warn(`AWS_XRAY_SAMPLING_RULES is ignored: OTEL_TRACES_SAMPLER is ${name}, not xray`);
  const parentBased = name.startsWith('parentbased_');
  // safe: the names are the root samplers with and without the prefix
  const root = (parentBased ? name.slice('parentbased_'.length) : name) as RootSamplerName;
  const ratio =
    root === 'traceidratio' ? read.number('OTEL_TRACES_SAMPLER_ARG', { min: 0, max: 1, fallback: 1 }) : 1;
  return { root, ratio, parentBased };
}
