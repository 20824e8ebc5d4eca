import { isRegion } from './connection-arguments.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type RegionChoice =
  /** `region` undefined: the SDK looks into the profile. `warning`: a line for the person. */
  | { readonly ok: true; readonly region: string | undefined; readonly warning: string | undefined }
  | { readonly ok: false; readonly problem: string };

/**
 * The region to use: the argument, `AWS_REGION`, `AWS_DEFAULT_REGION` (which the AWS CLI and boto read, and the SDK for
 * JavaScript does not), else the profile's.
 */
export function chooseRegion(argument: string | undefined, environment: Environment): RegionChoice {
  if (argument !== undefined) return { ok: true, region: argument, warning: undefined };
  const region = read(environment, 'AWS_REGION');
  const fallback = read(environment, 'AWS_DEFAULT_REGION');
  const chosen = region ?? fallback;
  if (chosen !== undefined && !isRegion(chosen))
    return {
      ok: false,
      problem: `${region === undefined ? 'AWS_DEFAULT_REGION' : 'AWS_REGION'}=${JSON.stringify(chosen)}: expected a region such as eu-central-1`,
    };
  const warning =
    region !== undefined && fallback !== undefined && region !== fallback
      ? `AWS_REGION=${region} and AWS_DEFAULT_REGION=${fallback} differ; using ${region}`
      : undefined;
  return { ok: true, region: chosen, warning };
}

function read(environment: Environment, variable: string): string | undefined {
  const text = environment[variable]?.trim();
  return text === '' ? undefined : text;
}
