import { loadSharedConfigFiles } from '@smithy/core/config';
import { findingsOf, type Finding } from '../finding.ts';
import type { LayeredEnvironment } from '../variables/layered-environment.ts';

/** The form that all regions have; which ones exist, AWS knows. */
const regionForm = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
const awsHost = /(?:^|\.)([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})\.(?:amazonaws\.com|api\.aws)/;

/** The region that the services use: of the environment, else of the profile. */
export async function findRegion({ values }: LayeredEnvironment): Promise<string | undefined> {
  const given = textOf(values, 'AWS_REGION') ?? textOf(values, 'AWS_DEFAULT_REGION');
  if (given !== undefined) return given;
  const { configFile } = await loadSharedConfigFiles().catch(() => ({ configFile: {} }));
  const profiles: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = configFile;
  return profiles[textOf(values, 'AWS_PROFILE') ?? 'default']?.['region'];
}

/** One region for all, and the hosts of the endpoints in it. */
export function checkRegion({ values }: LayeredEnvironment, region: string | undefined): readonly Finding[] {
  const found = findingsOf('aws', 'aws-region');
  if (region === undefined)
    return [found.problem('no AWS region is known', 'set AWS_REGION, such as AWS_REGION=eu-central-1')];
  if (!regionForm.test(region)) {
    const zone = /^(.*-\d)[a-f]$/.exec(region)?.[1];
    return [
      found.problem(
        `${JSON.stringify(region.slice(0, 40))} is no AWS region${zone === undefined ? '' : ', but an availability zone'}`,
        `set AWS_REGION=${zone ?? 'eu-central-1, or whichever is yours'}`,
      ),
    ];
  }
  const other = textOf(values, 'AWS_DEFAULT_REGION');
  const differing =
    other === undefined || other === region
      ? []
      : [
          found.warning(
            `AWS_REGION is ${region} and AWS_DEFAULT_REGION ${other}: the services use the first, the AWS CLI and boto the second`,
            'set both to the same, or AWS_REGION alone',
          ),
        ];
  const findings = [...differing, ...checkEndpoints(values, region)];
  return findings.length > 0 ? findings : [found.ok(`the region is ${region}`)];
}

function checkEndpoints(values: Readonly<Record<string, string>>, region: string): readonly Finding[] {
  const found = findingsOf('aws', 'aws-region');
  return Object.entries(values)
    .filter(([name]) => /^(AWS_ENDPOINT_URL|OTEL_EXPORTER_OTLP_(\w+_)?ENDPOINT)/.test(name))
    .flatMap(([name, value]) => {
      const host = URL.canParse(value) ? new URL(value).hostname : '';
      const hostRegion = awsHost.exec(host)?.[1];
      return hostRegion === undefined || hostRegion === region
        ? []
        : [
            found.problem(
              `${name} is a host of ${hostRegion}, but the region is ${region}`,
              `set AWS_REGION=${hostRegion}, or ${name} to the host of ${region}`,
            ),
          ];
    });
}

function textOf(values: Readonly<Record<string, string>>, name: string): string | undefined {
  const text = values[name]?.trim();
  return text === '' ? undefined : text;
}
