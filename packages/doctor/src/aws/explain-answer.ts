import { describeFailure } from '@cruddur/telemetry/checks';
import { findingsOf, type Finding } from '../finding.ts';
import type { AwsAnswer, AwsRefusal } from './call-aws.ts';
import type { PolicyFiles } from './policy-files.ts';

interface Explained {
  /** As in IAM, such as `logs:PutLogEvents`. */
  readonly action: string;
  readonly region: string | undefined;
  /** Whose credentials they are. */
  readonly who: 'the services' | 'the daemon';
  readonly policies: PolicyFiles;
}

/** What a call that did not succeed means, and what to do about it. */
export function explainAnswer(
  answer: AwsRefusal | Extract<AwsAnswer, { readonly type: 'unreachable' }>,
  { action, region, who, policies }: Explained,
): Finding {
  const found = findingsOf('aws', `aws-${action.replace(':', '-').toLowerCase()}`);
  if (answer.type === 'unreachable') {
    return found.problem(
      `${action} cannot be asked for: ${describeFailure(answer.error)}`,
      `is the region right (${region ?? 'none'}), and AWS_ENDPOINT_URL if it is set, and the network open?`,
    );
  }
  const { status, code, message } = answer;
  switch (code) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return found.problem(
        `${who} may not do ${action}: AWS denies access`,
        `attach ${policies.granting(action)} to whoever ${who === 'the daemon' ? 'runs the daemon' : 'runs the services'}`,
      );
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return found.problem(
        `the credentials of ${who} have expired (${action})`,
        'renew them: aws sso login, or a new AWS_SESSION_TOKEN',
      );
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
      return found.problem(
        `AWS does not know the credentials of ${who}, or this machine's clock is wrong (${code})`,
        'copy key and secret again, without blanks; see clock-skew below',
      );
    default:
      return found.warning(
        `${action} was answered with ${status} ${code} ${message}`.trim(),
        'run the doctor again; if it stays, look whether the endpoint is that of AWS',
      );
  }
}
