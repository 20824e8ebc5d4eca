import { invalidParameter } from './service-error.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html Throws a `ServiceError`. */
export function checkGroupName(name: string): void {
  checkName('logGroupName', name, /^[.\-_/#A-Za-z0-9]+$/u);
}

/** A name with this beginning belongs to AWS. Throws a `ServiceError`. */
export function checkUnreserved(name: string): void {
  if (name.startsWith('aws/'))
    throw invalidParameter("Log groups starting with 'aws/' are reserved for AWS.");
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html Throws a `ServiceError`. */
export function checkStreamName(name: string): void {
  checkName('logStreamName', name, /^[^:*]*$/u);
}

const maxNameLength = 512;

function checkName(member: string, name: string, pattern: RegExp): void {
  if (name.length === 0) throw violation(member, name, 'Member must have length greater than or equal to 1');
  if (name.length > maxNameLength) {
    throw violation(member, name, `Member must have length less than or equal to ${maxNameLength}`);
  }
  if (!pattern.test(name)) {
    throw violation(member, name, `Member must satisfy regular expression pattern: ${pattern.source}`);
  }
}

function violation(member: string, value: string, constraint: string): Error {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

const maxTags = 50;
const tagPattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;

/** Throws a `ServiceError` for tags that AWS would not take. */
export function checkTags(tags: ReadonlyMap<string, string>): void {
  if (tags.size > maxTags) throw invalidParameter(`${tags.size} tags; ${maxTags} are allowed`);
  for (const [key, value] of tags) {
    if (key.length === 0 || key.length > 128 || !tagPattern.test(key) || key.startsWith('aws:')) {
      throw invalidParameter(`'${key}' is not a tag key`);
    }
    if (value.length > 256 || (value !== '' && !tagPattern.test(value))) {
      throw invalidParameter(`the value of the tag '${key}' is not a tag value`);
    }
  }
}
