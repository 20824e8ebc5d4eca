import { toSafeText } from '@cruddur/trace-model';
import { AwsFailure } from './aws-failure.ts';
import { policyFileOf } from './policy-files.ts';

const maxVendorTextLength = 300;

/** What went wrong and what to do about it, in one line. Never shows a credential: AWS does not send them back. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof AwsFailure))
    return vendorText(error instanceof Error ? error.message : String(error));
  return `${error.action}: ${explain(error)}`;
}

function explain({ action, code, message, httpStatus, attempts }: AwsFailure): string {
  const tried = attempts > 1 ? ` after ${attempts} attempts` : '';
  switch (code) {
    case 'CredentialsProviderError':
      return 'no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE (aws sso login), or run where a role is attached';
    case 'AccessDeniedException':
    case 'AccessDenied':
      return `access denied; the caller lacks the IAM action ${action}, which aws/policies/${policyFileOf(action)} grants (AWS says: ${vendorText(message)})`;
    case 'ExpiredTokenException':
    case 'ExpiredToken':
      return 'the credentials have expired; renew them (aws sso login, or new AWS_SESSION_TOKEN) and run again';
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
      return `AWS does not know these credentials, or the clock of this machine is wrong (${code})`;
    case 'ThrottledException':
    case 'ThrottlingException':
    case 'TooManyRequestsException':
      return `throttled, still${tried}; wait a minute and run again`;
    case 'RuleLimitExceededException':
    case 'LimitExceededException':
      return `the account's quota is used up: ${vendorText(message)}`;
    case 'TimeoutError':
      return `no answer in time${tried}; is the region right, and is the network open?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return `AWS cannot be reached (${code})${tried}; is the region right, and AWS_ENDPOINT_URL if it is set?`;
    default:
      if (httpStatus !== undefined && httpStatus >= 500)
        return `AWS answered ${httpStatus}${tried}; run again later`;
      return `${toSafeText(code)}: ${vendorText(message)}`;
  }
}

function vendorText(message: string): string {
  return toSafeText(message).slice(0, maxVendorTextLength);
}
