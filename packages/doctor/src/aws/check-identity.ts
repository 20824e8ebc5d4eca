import { findingsOf, type Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';
import { callAws } from './call-aws.ts';
import type { AwsCredentials } from './credentials.ts';
import { explainAnswer } from './explain-answer.ts';
import type { PolicyFiles } from './policy-files.ts';

interface IdentityOptions {
  readonly credentials: AwsCredentials;
  readonly source: string;
  readonly region: string;
  /** Of STS; undefined for AWS's own. */
  readonly endpoint: string | undefined;
  readonly policies: PolicyFiles;
}

/** Who AWS takes us for; every identity may ask. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export async function checkIdentity(
  { credentials, source, region, endpoint, policies }: IdentityOptions,
  probe: Probe,
): Promise<Finding> {
  const answer = await callAws(
    {
      service: 'sts',
      region,
      url: `${endpoint ?? `https://sts.${region}.${domainOf(region)}`}/`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    },
    credentials,
    probe,
  );
  if (answer.type !== 'answer')
    return explainAnswer(answer, { action: 'sts:GetCallerIdentity', region, who: 'the services', policies });
  const found = findingsOf('aws', 'aws-identity');
  const arn = /<Arn>(arn:[\w:/+=,.@-]{1,300})<\/Arn>/.exec(answer.body)?.[1];
  return arn === undefined
    ? found.warning(
        'what answers in place of AWS STS does not say who we are',
        'look at AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS',
      )
    : found.ok(`AWS takes the credentials (${source}) for ${arn}`);
}

export function domainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}
