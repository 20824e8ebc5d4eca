import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { findingsOf, type Finding } from '../finding.ts';

/** What a request is signed with. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface FoundCredentials {
  /** Undefined: there are none. */
  readonly credentials: AwsCredentials | undefined;
  /** For a person. */
  readonly source: string;
}

type Values = Readonly<Record<string, string | undefined>>;

/** As the AWS SDK finds them. What is in the environment counts only without a profile. */
export async function findCredentials(values: Values, timeoutMs: number): Promise<FoundCredentials> {
  const profile = textOf(values, 'AWS_PROFILE');
  const accessKeyId = textOf(values, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = textOf(values, 'AWS_SECRET_ACCESS_KEY');
  const sessionToken = textOf(values, 'AWS_SESSION_TOKEN');
  if (profile === undefined && accessKeyId !== undefined && secretAccessKey !== undefined) {
    const credentials = {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    };
    return { credentials, source: 'AWS_ACCESS_KEY_ID' };
  }
  const source = profile === undefined ? describeSource(values) : `profile ${profile}`;
  const provide = defaultProvider();
  const tooLate = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), timeoutMs).unref();
  });
  const credentials = await Promise.race([provide().catch(() => undefined), tooLate]);
  return { credentials, source };
}

/** What is wrong with them before anybody is asked. */
export function checkCredentials(
  values: Values,
  { credentials, source }: FoundCredentials,
): readonly Finding[] {
  const found = findingsOf('aws', 'aws-credentials');
  const accessKeyId = textOf(values, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = textOf(values, 'AWS_SECRET_ACCESS_KEY');
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    const missing = accessKeyId === undefined ? 'AWS_ACCESS_KEY_ID' : 'AWS_SECRET_ACCESS_KEY';
    const given = accessKeyId === undefined ? 'AWS_SECRET_ACCESS_KEY' : 'AWS_ACCESS_KEY_ID';
    return [found.problem(`${given} is set without ${missing}, so neither counts`, `set ${missing} too`)];
  }
  if (credentials === undefined) {
    return [
      found.problem(
        `no AWS credentials were found${source === '' ? '' : ` (${source})`}`,
        'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE (aws sso login), or run where a role is attached',
      ),
    ];
  }
  if (accessKeyId?.startsWith('ASIA') === true && textOf(values, 'AWS_SESSION_TOKEN') === undefined) {
    return [
      found.problem(
        'AWS_ACCESS_KEY_ID is a temporary key (ASIA…), which is worth nothing without AWS_SESSION_TOKEN',
        'set all three, as the page that gave them shows',
      ),
    ];
  }
  return accessKeyId !== undefined && textOf(values, 'AWS_PROFILE') !== undefined
    ? [
        found.warning(
          'AWS_ACCESS_KEY_ID is ignored: AWS_PROFILE is set too and wins',
          'unset the one that is not wanted',
        ),
      ]
    : [];
}

function describeSource(values: Values): string {
  if (textOf(values, 'AWS_WEB_IDENTITY_TOKEN_FILE') !== undefined) return 'web identity token';
  if (
    textOf(values, 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') !== undefined ||
    textOf(values, 'AWS_CONTAINER_CREDENTIALS_FULL_URI') !== undefined
  )
    return 'role of the container';
  return 'shared files or role of the machine';
}

function textOf(values: Values, name: string): string | undefined {
  const text = values[name]?.trim();
  return text === '' ? undefined : text;
}
